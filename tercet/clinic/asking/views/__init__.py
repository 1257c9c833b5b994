"""The patient's page of one question, what devices send back, and the coordinator's tasks."""
