"""The workshop: data, training, evaluation. Nothing of it is in the zip, and nothing that is uses it."""
