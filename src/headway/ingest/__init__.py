"""GET IT IN: connectors read what a company has; every row is loaded or refused with a reason."""
