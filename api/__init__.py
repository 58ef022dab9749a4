"""The public face: the GraphQL schema, the HTTP server, the playground and the command."""
