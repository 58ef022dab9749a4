"""What the graph is and how it is reached. Knows no GraphQL, no HTTP and no source."""
