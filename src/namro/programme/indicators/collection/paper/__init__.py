"""Sheets on paper: printed as the official form, and entered from the signed one."""
