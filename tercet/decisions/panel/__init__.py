"""Eligibility asked of a whole panel: one row a person, one column a fact, a million at a time.

The rules are the very expressions that are asked of one person, asked `over` the columns; a
property holds a row's answer equal to what `eligibility.decide` says of that person.
"""

from tercet.decisions.panel.asking import Asked, Judged, Panel
from tercet.decisions.panel.tally import FactTally, RuleTally, Tally

__all__ = ["Asked", "FactTally", "Judged", "Panel", "RuleTally", "Tally"]
