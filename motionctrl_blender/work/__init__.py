"""Tasks for the model, the worker that does them, and the preview of what comes."""
