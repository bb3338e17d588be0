"""The networks in PyTorch, for training; what runs in Blender has the same ones in numpy and llama.cpp."""
