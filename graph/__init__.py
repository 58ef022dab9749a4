"""The graph: its model, its queries, its database. Independent of GraphQL, HTTP and the sources."""
