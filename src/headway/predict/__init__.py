"""WHAT WILL HAPPEN: one family of hazards for every journey, its forecasts, its back-test and its card."""
