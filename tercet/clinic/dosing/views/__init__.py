"""The screens of a dose: the patient's, the support person's, the guide's, the board, a course."""
