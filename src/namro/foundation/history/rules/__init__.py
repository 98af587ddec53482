"""The arithmetic of the sealed history: pure functions over plain values."""
