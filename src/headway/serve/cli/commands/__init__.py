"""The commands that are no questions, one file each; each defines ``command``."""
