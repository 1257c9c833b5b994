"""Where it happens: one Django app, its rooms in the order a patient walks them."""
