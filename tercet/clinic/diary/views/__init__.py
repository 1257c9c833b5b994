"""The diary on the person's own phone, and the same read by their team."""
