"""Score runs: what was computed at an official moment, from what, by which engine."""
