"""From what reached us to what is said back: the table of routes, the guards at its doors, and the router."""
