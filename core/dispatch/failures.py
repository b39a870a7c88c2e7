"""What is written down when a handling fails: which event, what kind of error, and where; never what somebody said."""

import logging

from core.model.inbound import Inbound

log = logging.getLogger(__name__)


def log_failure(inbound: Inbound, error: Exception) -> None:
    """The text of an error may hold a member's words: only its type and the place that raised it are logged."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{place.tb_lineno}" if place else "?"
    log.error(
        "action=handle event=%s kind=%s error=%s at=%s",
        inbound.origin.event_id,
        type(inbound).__name__,
        type(error).__name__,
        where,
    )
