"""Collecting figures from units: forms, rounds, sheets, their approval, and the totals of them."""
