"""WHAT TO DO NEXT: plays (one file each), what each would gain, and which come first for each seller."""
