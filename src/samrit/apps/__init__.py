"""State: people, units, results, evidence, score runs, papers.  Each app imports only those before it in design.md's list."""
