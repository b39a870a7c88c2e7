"""What check-ins add up to: levels, gaps, changes and cautious patterns. Pure reckoning; it judges nothing.

A gap stays a gap: an average is taken over the days that have an answer, and never over others.
"""
