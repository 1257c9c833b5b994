"""What is written when an alert is taken on."""

from django import forms


class AcknowledgeForm(forms.Form):
    """A few words on what is being done; on a board there may be no time for any."""

    note = forms.CharField(
        label="What you are doing about it",
        required=False,
        max_length=4000,
        error_messages={
            "max_length": "That is too long: %(limit_value)d characters fit here. Shorten it."
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
