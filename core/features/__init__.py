"""What Spoonlight can do, one folder a capability. None knows another; bootstrap hands each what it needs."""
