"""Where deals wait: time in each stage, ways out of it, and what the wait costs."""
