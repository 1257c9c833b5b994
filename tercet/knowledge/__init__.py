"""What is published, and where: the .toml files beside this one, read once and held frozen.

Nothing here decides anything. `read()` refuses a folder in which anything is uncited,
malformed or of a kind nobody can reason with, so such a rule can never be applied.
"""

from tercet.knowledge.course_shapes import (
    CheckIn,
    Consent,
    Doses,
    Fate,
    FollowUp,
    Hold,
    Phase,
    Protocol,
    Review,
    Step,
    Strands,
    Therapy,
    Vitals,
)
from tercet.knowledge.held import Knowledge
from tercet.knowledge.law_shapes import Basis, Law, State
from tercet.knowledge.loader import HERE, read
from tercet.knowledge.refusals import BadKnowledge, Malformed, Uncited, UnknownKind
from tercet.knowledge.shapes import (
    Band,
    Change,
    Contradiction,
    Cutoff,
    Fact,
    Flag,
    Instrument,
    Item,
    Medicine,
    MedicineGroup,
    Note,
    Option,
    Rule,
    Source,
)

__all__ = [
    "HERE",
    "BadKnowledge",
    "Band",
    "Basis",
    "Change",
    "CheckIn",
    "Consent",
    "Contradiction",
    "Cutoff",
    "Doses",
    "Fact",
    "Fate",
    "Flag",
    "FollowUp",
    "Hold",
    "Instrument",
    "Item",
    "Knowledge",
    "Law",
    "Malformed",
    "Medicine",
    "MedicineGroup",
    "Note",
    "Option",
    "Phase",
    "Protocol",
    "Review",
    "Rule",
    "Source",
    "State",
    "Step",
    "Strands",
    "Therapy",
    "Uncited",
    "UnknownKind",
    "Vitals",
    "read",
]
