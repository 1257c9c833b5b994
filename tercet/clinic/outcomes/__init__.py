"""How a course is going: read from its answers and doses, drawn, and what of it calls a person."""
