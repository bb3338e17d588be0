"""PRQ: motion features to codes and back."""
