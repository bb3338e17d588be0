"""A reference video in Blender: its pictures, and the people in it."""
