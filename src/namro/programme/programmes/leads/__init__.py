"""Who leads: names in documents linked to units, and what became of these."""
