"""What to ask the doctor, and when: kept for the member alone, and brought the evening before."""

from core.features.appointments.feature import appointments as appointments
