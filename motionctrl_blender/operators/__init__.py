"""Operators: they read the scene, start a task, or finish one. Thin."""
