"""One file a source: what it reads, and the relations that it offers to the loader."""
