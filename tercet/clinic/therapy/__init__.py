"""Talk therapy: the booked sessions of a course."""
