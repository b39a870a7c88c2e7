"""What check-ins add up to: levels, gaps, changes and cautious patterns. Pure reckoning; it judges nothing."""
