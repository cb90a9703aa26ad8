"""The experiments, a file each: `points` plans without torch, `measure` runs one point."""
