"""When things happen: rules into instants, phrases into rules, and the planner that acts on both."""
