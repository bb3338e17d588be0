"""Pictures of videos: which are looked at, and reading them."""
