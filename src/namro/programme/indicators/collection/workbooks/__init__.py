"""Sheets filled in offline: a workbook made for each, and read again with every fault named."""
