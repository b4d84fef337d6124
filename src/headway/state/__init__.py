"""WHAT PEOPLE DECIDED, and what was loaded: the only room that writes ``state.sqlite``."""
