"""What is measured and drawn of a motion, beyond `motion.measures`."""
