"""MAKE IT ONE TRUTH: identity, history, currency, journeys, quality, and the book as of a day."""
