"""Where things are: boundaries, distances, map classes and the map page."""
