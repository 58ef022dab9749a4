"""Neo4j as a child process: `graph.server.launch` is the way in."""
