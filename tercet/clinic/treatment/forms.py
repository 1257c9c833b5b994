"""What a prescriber signs: a course, a refusal, an order."""

from typing import Any

from django import forms

from tercet.clinic.people.forms import Signing
from tercet.clinic.treatment.facts import Dose
from tercet.clinic.treatment.models import Order
from tercet.knowledge import Protocol

ASKED_FOR = [
    ("", "Choose what treatment was asked for"),
    ("generalised anxiety", "Generalised anxiety"),
    ("social anxiety", "Social anxiety"),
    ("panic disorder", "Panic disorder"),
    ("specific phobia", "Specific phobia"),
    ("depression", "Depression"),
    ("bipolar depression", "Bipolar depression"),
    ("post-traumatic stress", "Post-traumatic stress"),
    ("obsessive-compulsive disorder", "Obsessive-compulsive disorder"),
]


class SigningACourse(Signing):
    """Who and what a course is signed for. The people to choose from come from the view."""

    asked_for = forms.ChoiceField(
        label="Asked for",
        choices=ASKED_FOR,
        error_messages={"required": "Choose what treatment was asked for."},
    )
    protocol = forms.ChoiceField(label="Protocol")
    therapist = forms.ModelChoiceField(
        queryset=None,
        empty_label="Choose a therapist",
        help_text="A course has talk therapy from its first day.",
        error_messages={"required": "Choose a therapist: no course without one."},
    )
    guide = forms.ModelChoiceField(
        queryset=None,
        empty_label="Choose a guide",
        error_messages={"required": "Choose a trained guide."},
    )

    def __init__(self, *args: Any, protocols: list[Protocol], people: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["protocol"].choices = [(each.id, each.name) for each in protocols]
        self.fields["therapist"].queryset = people.filter(role__in=["therapist", "outside"])
        self.fields["guide"].queryset = people.filter(role="guide")
        self.fields["reason"].help_text = "Why this person, now. It stands in the record."


class Declining(Signing):
    """A refusal, in words that the patient reads too."""

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["reason"].help_text = "The patient reads this, as you write it."


class Ordering(forms.Form):
    """One order: mass and number of units, what the mass is of, the hold, the verb."""

    unit_mg = forms.DecimalField(
        label="One unit",
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"invalid": "Write milligrams in digits, such as 25."},
    )
    units = forms.IntegerField(
        label="Units for one dose",
        max_value=99,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Write a whole number of units, such as 2."},
    )
    units_in_fill = forms.IntegerField(
        label="Units dispensed with this order",
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Write a whole number of units, such as 4."},
    )
    made_of = forms.ChoiceField(
        label="The milligrams are of", choices=Order.MadeOf.choices, widget=forms.RadioSelect
    )
    hold_minutes = forms.IntegerField(
        label="Hold under the tongue",
        max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": "Write whole minutes."},
    )
    verb = forms.ChoiceField(label="Then", choices=Order.Verb.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["unit_mg"].unit, self.fields["hold_minutes"].unit = "mg", "minutes"
        for field in self.fields.values():
            field.error_messages["required"] = "This is part of every order."

    def clean(self) -> dict[str, Any]:
        for name, sentence in (
            ("unit_mg", "A unit is of more than 0 mg."),
            ("units", "A dose is of at least one unit."),
        ):
            value = self.cleaned_data.get(name)
            if value is not None and value <= 0:
                self.add_error(name, sentence)
        units, fill = (self.cleaned_data.get(n) for n in ("units", "units_in_fill"))
        if units is not None and fill is not None and fill < units:
            self.add_error("units_in_fill", "That is less than one dose.")
        return self.cleaned_data

    @property
    def dose(self) -> Dose:
        return Dose(**{name: self.cleaned_data[name] for name in Dose.__slots__})


class OnADay(forms.Form):
    """The day that is asked about."""

    on = forms.DateField(
        label="On which day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose a day.",
            "invalid": "That is not a day. Write it as year-month-day.",
        },
    )
