"""The systems whose exports are known: one file each, which declares what its headings mean."""
