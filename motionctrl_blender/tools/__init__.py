"""The demo; not in the zip."""
