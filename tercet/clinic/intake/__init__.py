"""The evaluation: answers, drafts, and questions sent back."""
