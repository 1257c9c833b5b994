"""Numbers of a picture as they are said in its table."""

from django import template

from tercet.clinic.rulers import plain

register = template.Library()


@register.filter
def score(number: float) -> str:
    """A score without a fraction where it has none: 16, 8.5."""
    return plain(number)


@register.filter
def hours_from_dose(hours: float) -> str:
    """How long before or after a dose: "before it", "2 h after", "3 days after"."""
    if hours <= 0:
        return "before it"
    return f"{round(hours)} h after" if hours < 72 else f"{round(hours / 24)} days after"
