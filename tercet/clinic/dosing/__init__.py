"""A dose at home: prepared, started, accompanied, released, followed up."""
