"""Checking a draft before it is signed, on a page: nothing that is uploaded here is kept."""
