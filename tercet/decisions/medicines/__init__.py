"""What these medicines are: names as people write them, to ingredients, classes and doses.

It recognises and it adds up; what medicines do together and around a dose is said by rules. A
name that is not recognised is said to be so, never dropped; a dose that is not said is not known.
"""

from tercet.decisions.medicines.amounts import Dose
from tercet.decisions.medicines.derive import PREFIX, UNRECOGNISED, derived, with_derived
from tercet.decisions.medicines.equals import diazepam_equivalents, morphine_equivalents
from tercet.decisions.medicines.recognise import (
    Recognised,
    by_rxnorm,
    did_you_mean,
    read_list,
    recognise,
)

__all__ = [
    "PREFIX",
    "UNRECOGNISED",
    "Dose",
    "Recognised",
    "by_rxnorm",
    "derived",
    "diazepam_equivalents",
    "did_you_mean",
    "morphine_equivalents",
    "read_list",
    "recognise",
    "with_derived",
]
