"""The sample that a new installation shows: Programme 01-CTr/TU and the titles of 02 to 10.

Illustrative data from public sources, not official figures.
"""
