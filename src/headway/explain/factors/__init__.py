"""The facts by which won deals may differ from lost ones: one file a fact."""
