"""A questionnaire as a form: one group of answers a question, and blanks allowed."""

from typing import Any

from django import forms

from tercet.clinic.spanish import ENGLISH, said
from tercet.decisions.instruments import NA, REFUSED, Answer, Answers
from tercet.decisions.instruments.answers import Heard, heard
from tercet.knowledge import Instrument, Item

FEW = 11  # numbers that can each have a button; more are typed
BESIDE = {NA: "This does not apply to me", REFUSED: "I do not want to answer this"}


class Questionnaire(forms.Form):
    """Cleaned: item id -> points, `na` or `refused` where those are answers, None where blank."""

    def __init__(self, instrument: Instrument, language: str = ENGLISH, **given: Any) -> None:
        super().__init__(**given)
        for item in (*instrument.items, *instrument.unscored):
            self.fields[f"item-{item.id}"] = field(item, language)
        self.instrument, self.language = instrument, language

    @property
    def answers(self) -> dict[str, Answer]:
        """By item id; None is a blank."""
        asked = (*self.instrument.items, *self.instrument.unscored)
        return {item.id: self.cleaned_data[f"item-{item.id}"] for item in asked}

    @property
    def blanks(self) -> list[forms.BoundField]:
        """The questions that were left out, though they were to be asked."""
        return [self[f"item-{each.item.id}"] for each in unheard(self.instrument, self._given())]

    def _given(self) -> dict[str, Answer]:
        return {name.removeprefix("item-"): each for name, each in self.cleaned_data.items()}


def unheard(instrument: Instrument, answers: Answers) -> list[Heard]:
    """The items that were left out, though they were to be asked."""
    given = {id: answer for id, answer in answers.items() if instrument.item(id)}
    states = heard(instrument, given).values()
    return [each for each in states if each.answer is None and each.state == "missing"]


def field(item: Item, language: str = ENGLISH) -> forms.Field:
    """What may be answered to one item, our own words in the language of its words."""
    wrong = said("Write a whole number from {} to {}.", language, item.low, item.high)
    numbers = range(item.low, item.high + 1)
    if item.answers == "range" and len(numbers) > FEW:
        return forms.IntegerField(
            label=item.text,
            min_value=item.low,
            max_value=item.high,
            required=False,
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        )
    worded = [(option.score, option.text) for option in item.options]
    choices = [(str(n), text) for n, text in worded or [(n, str(n)) for n in numbers]]
    beside = [(NA, item.na), (REFUSED, item.refused)]
    return forms.TypedChoiceField(
        label=item.text,
        choices=choices + [(word, said(BESIDE[word], language)) for word, may in beside if may],
        coerce=_typed,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": said("Choose one of the answers shown.", language)},
    )


def _typed(answer: str) -> Answer:
    return answer if answer in BESIDE else int(answer)
