"""One file a question: a typed function whose name is the file's; every face is made from it."""
