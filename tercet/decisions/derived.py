"""What follows from two measures: the body mass index, from weight and height."""

from tercet.decisions.facts import Facts, Said
from tercet.decisions.rules import see
from tercet.knowledge import Knowledge

BMI = "bmi"
PARTS = {BMI: ("weight-kg", "height-cm")}  # what each derived number is worked out from


def with_bmi(facts: Facts, known: Knowledge) -> Facts:
    """The facts and the body mass index that follows from them, where its parts count.

    One that somebody said, and that counts, stands. Height of a grown person does not age, so
    the index is as old as the weight in it.
    """
    said = see(known.facts[BMI], facts)
    if said.said is not None and not said.why_not:
        return facts
    weight, height = (see(known.facts[name], facts) for name in PARTS[BMI])
    if not weight.said or not height.said or weight.why_not or height.why_not:
        return facts
    index = weight.value / (height.value / 100) ** 2
    note = f"{weight.value:g} kg, {height.value:g} cm"
    return facts.with_said({BMI: Said(index, weight.said.at, "derived", note)})
