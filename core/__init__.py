"""What Spoonlight knows: what to say, to whom and when. It knows no platform, no environment and no wall clock."""
