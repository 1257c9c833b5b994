"""What time it is: asked once, at the door (a view or a command), and told from there on."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present instant. `tercet run` names a clock file only for a demo, which can be
    moved forward with `tercet demo forward`; everywhere else this is the machine's clock."""
    return timezone.now() + _moved_forward()


def _moved_forward() -> timedelta:
    if not settings.CLOCK_FILE:
        return timedelta()
    try:
        with open(settings.CLOCK_FILE) as kept:
            return timedelta(seconds=float(kept.read() or 0))
    except (OSError, ValueError):
        return timedelta()
