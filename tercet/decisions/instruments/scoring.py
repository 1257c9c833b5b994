"""What one questionnaire comes to: flags, parts, a total or none, and what that is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import floor

from tercet.decisions.instruments.answers import Answers, Heard, check, heard
from tercet.decisions.instruments.flagging import Flag, flags, triaged
from tercet.decisions.instruments.kinds import Amount, subscale, total
from tercet.decisions.vocabulary import Impossible
from tercet.knowledge import Instrument

BANDS = "bands"  # the context that asks for one set of bands by its name
Context = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers come to; `total` and `band` only if nothing they are made of is missing."""

    instrument: str
    version: str  # of the instrument's file
    total: float | None
    answered_sum: int  # the points of what was answered; never a total
    n_answered: int
    low: float | None  # the least and the most the total could come to; None: it has none
    high: float | None
    prorated: float | None  # what a published rule lets stand in for a total; never one
    band: str | None
    band_set: str
    subscales: Mapping[str, float | None]
    flags: tuple[Flag, ...]

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and the most the total could come to, whatever the blanks turn out to be."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def score(instrument: Instrument, answers: Answers, context: Context | None = None) -> Score:
    """Answers by item id. Raises `Impossible` for an item, answer or context there is not."""
    check(instrument, answers)
    known = _context(instrument, context or {})
    said = heard(instrument, answers)
    parts = {k: subscale(scale, said) for k, scale in instrument.subscales.items()}
    raised = flags(instrument, said, parts)
    made = total(instrument, said, parts)
    scored = [said[id] for id in instrument.scoring.items]
    name = band_set(instrument, known)
    return Score(
        instrument=instrument.id,
        version=instrument.version,
        total=made.value if made else None,
        answered_sum=sum(each.low for each in scored if each.state == "answered"),
        n_answered=sum(each.state != "na" and each.answer is not None for each in said.values()),
        low=made.low if made else None,
        high=made.high if made else None,
        prorated=_prorated(instrument, scored),
        band=_named(instrument, name, said, parts, made),
        band_set=name,
        subscales={k: part.value for k, part in parts.items()},
        flags=raised,
    )


def band(instrument: Instrument, total: float, band_set: str) -> str | None:
    """What a total is called in this set of bands."""
    bands = instrument.bands.get(band_set, ())
    return next((each.name for each in bands if each.low <= total <= each.high), None)


def band_set(instrument: Instrument, context: Context) -> str:
    """Whose bands count for this person; empty where that is not known.

    The set that is asked for; else one that is for people like this one; else the first that is
    for everybody.
    """
    if instrument.triage:
        return instrument.scoring.band_set
    if BANDS in context:
        return context[BANDS]
    for_all = ""
    for name in instrument.bands:
        when = instrument.band_sets[name].when if name in instrument.band_sets else {}
        if when and all(context.get(key) == value for key, value in when.items()):
            return name
        if not when:
            for_all = for_all or name
    return for_all


def _context(instrument: Instrument, context: Context) -> Context:
    allowed = {
        **instrument.context,
        **({BANDS: tuple(instrument.bands)} if instrument.bands else {}),
    }
    for key, value in context.items():
        if key not in allowed:
            asked = ", ".join(allowed) or "none"
            raise Impossible(f"{instrument.name} asks for no context {key!r}; it knows {asked}.")
        if value not in allowed[key]:
            one_of = ", ".join(allowed[key])
            raise Impossible(f"{instrument.name}: {key} must be one of {one_of}, not {value!r}.")
    return context


def _named(
    instrument: Instrument,
    name: str,
    said: Mapping[str, Heard],
    parts: Mapping[str, Amount],
    made: Amount | None,
) -> str | None:
    if instrument.triage:
        return triaged(instrument, said, parts)
    scored = [said[id] for id in instrument.scoring.items]
    if instrument.scoring.kind == "item":
        one = scored[0]
        return band(instrument, one.low, name) if one.state == "answered" else None
    # What does not apply makes the scale shorter than the one the bands were drawn on.
    if made is None or made.value is None or any(each.state == "na" for each in scored):
        return None
    return band(instrument, made.value, name)


def _prorated(instrument: Instrument, scored: list[Heard]) -> float | None:
    """The mean of what was answered in place of what was not, where a rule allows so few."""
    rule = instrument.proration
    if rule is None:
        return None
    lacking = "na" if rule.na else "missing"
    given = [each.low for each in scored if each.state == "answered"]
    away = [each for each in scored if each.state == lacking]
    if len(given) + len(away) != len(scored) or not 1 <= len(away) <= rule.most_missing:
        return None
    made = sum(given) * len(scored) / len(given)
    return floor(made + 0.5) if rule.rounded else made
