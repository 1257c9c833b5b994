"""Who must know, and who is called when nobody answers."""
