"""Every write to a dosing session. A deed: may they? hear, judge, keep, tell."""

from tercet.clinic.dosing.actions.hearing import topic_of
from tercet.clinic.dosing.actions.saying import check_in, finish_holding, observe, why_not_say
from tercet.clinic.dosing.actions.turns import (
    answer_morning,
    decide_gate,
    plan,
    postpone,
    release_patient,
    start,
    why_not_plan,
    why_not_release,
    why_not_start,
)
from tercet.clinic.dosing.actions.watching import (
    could_not_answer,
    keep_heartbeats,
    notice_missing_morning,
    notice_silence,
)

__all__ = [
    "answer_morning",
    "check_in",
    "could_not_answer",
    "decide_gate",
    "finish_holding",
    "keep_heartbeats",
    "notice_missing_morning",
    "notice_silence",
    "observe",
    "plan",
    "postpone",
    "release_patient",
    "start",
    "topic_of",
    "why_not_plan",
    "why_not_release",
    "why_not_say",
    "why_not_start",
]
