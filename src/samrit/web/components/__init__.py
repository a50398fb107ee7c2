"""The elements pages are made of: frozen values, each with a template of the same name in `templates/elements/`."""
