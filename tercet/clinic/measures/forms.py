"""A questionnaire as a form: one group of answers a question, and blanks allowed."""

from typing import Any

from django import forms

from tercet.knowledge import Instrument


class Questionnaire(forms.Form):
    """Cleaned: item id -> points, or None where left blank."""

    def __init__(self, instrument: Instrument, **said: Any) -> None:
        super().__init__(**said)
        choices = [(str(option.score), option.text) for option in instrument.options]
        for item in instrument.items:
            self.fields[f"item-{item.id}"] = forms.TypedChoiceField(
                label=item.text,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": "Choose one of the answers shown."},
            )
        self.instrument = instrument

    @property
    def answers(self) -> dict[str, int | None]:
        """By item id; None is a blank."""
        return {item.id: self.cleaned_data[f"item-{item.id}"] for item in self.instrument.items}

    @property
    def blanks(self) -> list[forms.BoundField]:
        """The questions that were left out."""
        names = [f"item-{item.id}" for item in self.instrument.items]
        return [self[name] for name in names if self.cleaned_data.get(name) is None]
