"""Motion data filmed in numbers: the landmarks that a camera's pictures would give, for training on video."""
