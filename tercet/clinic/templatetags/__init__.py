"""Template tags of the clinic: how a value becomes something that can be seen."""
