"""Năm Rõ: from the official document of a work programme to results that can be checked."""

__version__ = "0.1.0"
