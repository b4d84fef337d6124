"""One file a metric: the sums that it needs, and a pure function on them."""
