"""llama.cpp: its library, model files, contexts."""
