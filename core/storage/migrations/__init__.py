"""How a database of an earlier Spoonlight becomes one of this Spoonlight; run by core.storage.migrate."""
