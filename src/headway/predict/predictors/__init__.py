"""One file a prediction: whose journeys, which states, how far ahead."""
