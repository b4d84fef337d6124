"""CHECKS OF THE DATA: one file each: the rows that fail, the answers that they change, and the remedy."""
