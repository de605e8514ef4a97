"""Lo que escribió quien programa, en español."""
