"""One file for each page that is more than the generic one, named after its question."""
