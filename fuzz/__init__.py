"""Damaged documents by the thousand: what reads foreign files must survive any bytes."""
