"""The deeds of asking: opening windows, hearing answers, reminding, raising tasks."""

from datetime import datetime

from tercet.clinic.asking.actions.answering import (
    answer,
    calls_for_help,
    put_off,
)
from tercet.clinic.asking.actions.following import (
    ASKS_FOR_A_PERSON,
    FOLLOWS_UP,
    ask_for_a_person,
    do_task,
    raise_tasks,
    why_not_do_task,
)
from tercet.clinic.asking.actions.lines import add_line, end_line, why_not_keep_lines
from tercet.clinic.asking.actions.opening import arrive, open_windows
from tercet.clinic.asking.actions.reminding import (
    keep_device,
    lose_device,
    note,
    note_in_app,
    note_shown,
    remind,
    why_not_keep_device,
)
from tercet.clinic.measures.actions import why_not_answer
from tercet.clinic.people.models import Person

__all__ = [
    "ASKS_FOR_A_PERSON",
    "FOLLOWS_UP",
    "add_line",
    "answer",
    "arrive",
    "ask_for_a_person",
    "calls_for_help",
    "do_task",
    "end_line",
    "keep_device",
    "look_after",
    "lose_device",
    "note",
    "note_in_app",
    "note_shown",
    "open_windows",
    "put_off",
    "raise_tasks",
    "remind",
    "why_not_answer",
    "why_not_do_task",
    "why_not_keep_device",
    "why_not_keep_lines",
]


def look_after(patient: Person, *, now: datetime) -> None:
    """All that time alone brings for one patient. Safe at any moment, any number of times."""
    open_windows(patient, now=now)
    remind(patient, now=now)
    raise_tasks(patient, now=now)
