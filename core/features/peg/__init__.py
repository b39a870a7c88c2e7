"""Three questions about the past week, after the PEG scale: asked once a week, of those who want it."""

from core.features.peg.feature import peg as peg
