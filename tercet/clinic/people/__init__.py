"""Who is here: patients, their support persons, the team, and who is on whose team."""
