"""What follows, for one person, from what is published. Pure: no clock, no database, no chance.

The words every decision speaks: facts go in, each said by someone at some time; a decision
comes out, one finding a rule, clear ones included. Not known is not no. People approve.
"""

from tercet.decisions.facts import Facts, Said, facts_as_dict, facts_from_dict
from tercet.decisions.words import Decision, Finding, Verdict, could_not_decide

__all__ = [
    "Decision",
    "Facts",
    "Finding",
    "Said",
    "Verdict",
    "could_not_decide",
    "facts_as_dict",
    "facts_from_dict",
]
