"""Measures Spoonlight beside what a user would pick instead, in the same run. `make bench`; see __main__."""
