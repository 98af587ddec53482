"""Indicators: what targets measure, the figures observed, and whether a target is attained."""
