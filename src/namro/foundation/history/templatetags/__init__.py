"""Words of the history in templates."""
