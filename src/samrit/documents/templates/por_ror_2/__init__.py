"""แบบ ปร.2, version by version."""
