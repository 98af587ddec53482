"""The programme and its delivery."""
