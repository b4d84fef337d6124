"""WHY: what changed, what won deals share, where deals wait, why they are lost, which gaps cost most."""
