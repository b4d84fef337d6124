"""DID IT WORK: decisions, hold-outs, sequential tests, beliefs, drift."""
