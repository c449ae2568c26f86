"""content/ → sheets: files, YAML with positions, and the shape of what is in them."""
