"""What was said and signed: the log, kept decisions, signatures, adopted knowledge."""
