"""Between the scene and the engine's arrays: armature, body, keys."""
