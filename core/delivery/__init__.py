"""Gets queued messages to people: in the right order, at a pace the platforms allow, never lost and never doubled."""
