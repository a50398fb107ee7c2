"""What every app stands on: public ids, the clock, tables that only grow, words sorted as Thai sorts them."""
