"""Every write to a dosing session. A deed: may they? hear, judge, keep, tell."""

from tercet.clinic.dosing.actions.judging import NEEDS_A_PERSON, decide_monitoring, topic_of
from tercet.clinic.dosing.actions.saying import (
    check_in,
    finish_holding,
    observe,
    why_not_finish_holding,
    why_not_say,
)
from tercet.clinic.dosing.actions.turns import (
    answer_morning,
    decide_gate,
    decide_release,
    gate_on,
    plan,
    postpone,
    release_patient,
    start,
    what_stands,
    why_not_answer_morning,
    why_not_plan,
    why_not_postpone,
    why_not_release,
    why_not_start,
    why_not_yet,
)
from tercet.clinic.dosing.actions.watching import (
    could_not_answer,
    keep_heartbeats,
    notice_missing_morning,
    notice_silence,
)

__all__ = [
    "NEEDS_A_PERSON",
    "answer_morning",
    "check_in",
    "could_not_answer",
    "decide_gate",
    "decide_monitoring",
    "decide_release",
    "finish_holding",
    "gate_on",
    "keep_heartbeats",
    "notice_missing_morning",
    "notice_silence",
    "observe",
    "plan",
    "postpone",
    "release_patient",
    "start",
    "topic_of",
    "what_stands",
    "why_not_answer_morning",
    "why_not_finish_holding",
    "why_not_plan",
    "why_not_postpone",
    "why_not_release",
    "why_not_say",
    "why_not_start",
    "why_not_yet",
]
