"""Official papers out, office files in: forms filled from a scorecard, set as PDF, DOCX and XLSX, and read back."""
