"""Pure numbers: arrays in, values out; no tables, no engine, no clock."""
