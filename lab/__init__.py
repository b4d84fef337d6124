"""Worlds with known truth, and how answers about them are scored; not shipped, never imported by the product."""
