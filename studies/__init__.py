"""What takes too long for a test: many seeds, many kills, every province; not part of the product."""
