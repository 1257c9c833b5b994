"""The course as pages: its picture, what it comes to, and her own page in plain words."""
