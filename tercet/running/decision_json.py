"""A decision for programs: one object a file, whatever it is about; verdicts as ASK or STOP."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tercet.decisions import Decision
from tercet.exchange.words import Heard
from tercet.knowledge import Knowledge


def decision_object(
    decision: Decision, heard: Heard, known: Knowledge, *, now: datetime
) -> dict[str, Any]:
    """Everything of one decision, its findings the worst first; a command adds what is its own."""
    made = decision.as_dict()
    made["verdict"] = decision.verdict.name  # as the words of a decision are written: ASK
    made["findings"] = [
        {**finding.as_dict(), "verdict": finding.verdict.name} for finding in decision.worst_first
    ]
    return {
        **made,
        "adopted": False,  # a file on a command line belongs to no clinic that could have adopted
        "decided_for": now.isoformat(),
        "not_read": dict(heard.notes),
        "left_out": list(heard.left_out),
        "overdue": list(known.overdue(now.date())),
    }


def one_or_several(objects: Iterable[Mapping[str, Any]]) -> str:
    """One object for one file, an array for several, so that any JSON reader can read it."""
    every = list(objects)
    return json.dumps(every if len(every) > 1 else every[0], indent=2)
