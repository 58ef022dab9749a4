"""One module a publication; found by looking into this folder."""
