"""What is published, laid out to be read: pages in docs/reference, and `tercet explain`."""
