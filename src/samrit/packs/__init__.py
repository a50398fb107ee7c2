"""Frameworks as data: read, bound to a model, checked, digested, and agreed as Terms."""
