"""WHAT HAPPENED: metrics as sums that add up over any split, and formulas on plain numbers; intervals; calendar."""
