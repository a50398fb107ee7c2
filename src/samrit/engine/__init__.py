"""Scores as pure functions of Terms and Facts, each carrying its own explanation."""
