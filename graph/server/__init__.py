"""Neo4j as a child process. Start at `graph.server.launch`."""
