"""The fact workbook: every figure and deed a round asks for as a line to fill in (`make`), and read back (`read`)."""
