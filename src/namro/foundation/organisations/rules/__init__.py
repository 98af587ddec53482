"""The arithmetic of units through time: plain values in, plain values out."""
