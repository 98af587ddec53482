"""What everything stands on: people, history, documents, the shell of the site."""
