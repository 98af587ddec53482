"""The room's decisions as pure functions over plain values: no Django, no input or output."""
