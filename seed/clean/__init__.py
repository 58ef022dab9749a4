"""How raw text is read: files, tables, dates, texts and the row that remembers what was printed."""
