"""Uploading a document and reviewing what was read in it, until it is accepted or rejected."""
