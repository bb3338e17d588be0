"""The vocabulary: one module a group of actions, each with a tuple ACTIONS."""
