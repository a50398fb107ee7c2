"""What is assessed: a unit × a framework × a fiscal year, under agreed terms."""
