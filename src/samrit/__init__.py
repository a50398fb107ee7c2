"""Samrit (สัมฤทธิ์): an open platform for performance and integrity assessment of Thai public agencies."""

__version__ = "0.1.0"
