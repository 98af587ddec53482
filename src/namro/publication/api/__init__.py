"""The programming interface: gathers what each room gives to programs."""
