"""What corrects finished motion, piece by piece: planted feet, poses of a video."""
