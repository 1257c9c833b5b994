"""How the house is started: the `tercet` command, the embedded PostgreSQL, the processes."""
