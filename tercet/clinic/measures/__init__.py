"""Questionnaires answered, scored and drawn over time."""
