"""For people and machines: one list of questions, and the faces that are made from it."""
