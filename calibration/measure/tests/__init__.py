"""Unit tests of the parts that need neither torch nor a GPU."""
