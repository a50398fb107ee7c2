"""The words a template may use."""
