"""Questions asked at their time: windows, reminders, answers, and what a person follows up."""
