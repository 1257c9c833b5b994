"""A medicine as a person writes it."""

from django import forms


class MedicineForm(forms.Form):
    """One medicine, in their words."""

    error_css_class = "has-errors"

    text = forms.CharField(
        label="Medicine",
        help_text="Name, dose and how often, such as “sertraline 100 mg in the morning”.",
        max_length=200,
        error_messages={
            "required": "Write the name of the medicine.",
            "max_length": "That is too long: %(limit_value)d characters fit here. Shorten it.",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NoLongerForm(forms.Form):
    """Which medicine is no longer taken."""

    text = forms.CharField(max_length=200)
