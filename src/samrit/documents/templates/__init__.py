"""How each form is laid out, by form and version: `templates/<form>/v1.py` turns the form's data into a `Paper`.

A version that has been issued is never edited; a change of layout is a new version beside it (docs/adr/0010).
"""
