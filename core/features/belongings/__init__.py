"""What a member keeps with Spoonlight is theirs: seen, taken along, brought back, and forgotten."""

from core.features.belongings.feature import belongings as belongings
