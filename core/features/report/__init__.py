"""One page for the doctor, made of a member's own check-ins."""

from core.features.report.feature import report as report
