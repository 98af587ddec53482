"""Rules of people and roles, without a database."""
