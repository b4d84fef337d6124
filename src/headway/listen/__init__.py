"""WHAT WAS SAID: sentences, speakers, and what is stated in them, each with its span; makes the `statements` rows."""
