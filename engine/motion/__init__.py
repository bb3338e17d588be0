"""Motion as rotations and a path, and what is computed from it."""
