"""A dosing session as its events tell it, and what each decision about it is shown."""

from tercet.clinic.dosing.facts.around import Around, around_next_dose
from tercet.clinic.dosing.facts.gate import Strands, gate, gate_among, strands_of
from tercet.clinic.dosing.facts.looks import (
    Look,
    Strand,
    next_looks,
    pressure_due_at,
    pressures_missed,
    release_opens_at,
    strands,
)
from tercet.clinic.dosing.facts.shown import (
    may_drive_from,
    minutes,
    monitoring,
    morning_is_late_at,
    release,
)
from tercet.clinic.dosing.facts.story import (
    Story,
    dose_numbers,
    protocol_of,
    said_at,
    story,
    tell_story,
)

__all__ = [
    "Around",
    "Look",
    "Story",
    "Strand",
    "Strands",
    "around_next_dose",
    "dose_numbers",
    "gate",
    "gate_among",
    "may_drive_from",
    "minutes",
    "monitoring",
    "morning_is_late_at",
    "next_looks",
    "pressure_due_at",
    "pressures_missed",
    "protocol_of",
    "release",
    "release_opens_at",
    "said_at",
    "story",
    "strands",
    "strands_of",
    "tell_story",
]
