"""Sources, one module a publication; `seed.source.discover` finds them in this folder."""
