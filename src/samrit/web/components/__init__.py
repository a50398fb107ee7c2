"""The elements pages are made of: frozen values, each with a Jinja template of the same name in `templates/elements/`."""
