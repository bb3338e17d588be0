"""Model folders: reading, finding, downloading."""
