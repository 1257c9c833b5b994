"""What is published, and where: the .toml files beside this one, read once and held frozen.

Nothing here decides anything. `read()` refuses a folder in which anything is uncited,
malformed or of a kind nobody can reason with, so such a rule can never be applied.
"""

from tercet.knowledge.course_shapes import (
    CheckIn,
    Doses,
    FollowUp,
    Hold,
    Phase,
    Protocol,
    Step,
    Strands,
    Therapy,
    Vitals,
)
from tercet.knowledge.held import Knowledge
from tercet.knowledge.loader import HERE, read
from tercet.knowledge.refusals import BadKnowledge, Malformed, Uncited, UnknownKind
from tercet.knowledge.shapes import (
    Band,
    Change,
    Cutoff,
    Fact,
    Flag,
    Instrument,
    Item,
    Medicine,
    Option,
    Rule,
    Source,
)

__all__ = [
    "HERE",
    "BadKnowledge",
    "Band",
    "Change",
    "CheckIn",
    "Cutoff",
    "Doses",
    "Fact",
    "Flag",
    "FollowUp",
    "Hold",
    "Instrument",
    "Item",
    "Knowledge",
    "Malformed",
    "Medicine",
    "Option",
    "Phase",
    "Protocol",
    "Rule",
    "Source",
    "Step",
    "Strands",
    "Therapy",
    "Uncited",
    "UnknownKind",
    "Vitals",
    "read",
]
