"""The honesty page: made-up patients whose truth is known, and how often their reading is wrong."""
