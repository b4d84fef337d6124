"""One file a language: what it calls tables, columns and outcomes."""
