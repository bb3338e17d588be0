"""Facts of the body: joints, parts, the columns of its motion feature."""
