"""The language model: prompts in, codes out."""
