"""How an installation is set up: one table of settings, Django's settings made from it, the root URLs, the WSGI entry."""
