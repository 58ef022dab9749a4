"""What people see: the GraphQL schema, the HTTP server, the playground and the command."""
