"""The models on this machine, and those on their way to it."""
