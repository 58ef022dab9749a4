"""Cypher statements as text, one a file: migrations, read, write, analytics, check."""
