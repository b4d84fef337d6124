"""WHY: what changed, what won deals have in common, where deals wait, why they are lost, which gaps and segments cost."""
