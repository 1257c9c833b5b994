"""What the patient takes, in their words and ours, and when it was last confirmed."""
