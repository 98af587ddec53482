"""Over all floors: settings, addresses, entry points, the embedded database, the supervisor."""
