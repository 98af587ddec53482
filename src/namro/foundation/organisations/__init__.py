"""Units of the political system and their hierarchies, each with its dates."""
