"""One file for each play; each defines ``PLAY``."""
