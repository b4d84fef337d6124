"""Measures Headway beside what people would use instead, in turn and in one run; times hold only as ratios."""
