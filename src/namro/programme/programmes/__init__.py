"""Programmes: what an official document asks for, each item with its place in the document."""
