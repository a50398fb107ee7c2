"""Engines and commands want packs; here each is read and proved once."""

from tests.remembered import packs_are_remembered

__all__ = ["packs_are_remembered"]
