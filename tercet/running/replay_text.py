"""Who moves under other knowledge, on eighty columns and for programs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tercet.decisions.replay import Changed, Differs, Replayed
from tercet.knowledge import Knowledge
from tercet.running.paper import COLUMNS, marked, paragraph, safe, say, styled

if TYPE_CHECKING:
    from tercet.running.replay_command import Told


def say_moves(told: "Sequence[Told]", here: Knowledge, there: Knowledge, *, every: bool) -> None:
    """Print each decision that moves, what could not be made again, and the counts."""
    for one in told:
        if one.replayed and (one.replayed.moves or (every and one.replayed.changed)):
            say(list(_move(one.place, one.replayed, here)))
    say(list(_problems(told)))
    say(list(_closing(told, here, there)))


def for_programs(told: "Sequence[Told]", there: Knowledge) -> dict[str, Any]:
    """Everything as plain values; decisions that say the same are only counted."""
    return {
        "with": there.version,
        "counts": counts(told),
        "moves": [_as_dict(one.place, one.replayed) for one in told if _differs(one)],
        "problems": [{"place": one.place, "says": one.problem} for one in told if one.problem],
    }


def counts(told: "Sequence[Told]") -> dict[str, int]:
    """How many there were, how many move, how many only say it by other findings."""
    made = [one.replayed for one in told if one.replayed]
    return {
        "kept": len(told),
        "move": sum(one.moves for one in made),
        "findings_only": sum(not one.moves and bool(one.changed) for one in made),
        "same": sum(not one.moves and not one.changed for one in made),
        "not_made_again": sum(bool(one.problem) for one in told),
    }


def _differs(one: "Told") -> bool:
    return one.replayed is not None and (one.replayed.moves or bool(one.replayed.changed))


def _as_dict(place: str, one: Replayed | None) -> dict[str, Any]:
    if one is None:
        return {}
    return {
        "place": place,
        "who": one.kept.who,
        "about": one.kept.about,
        "at": one.kept.facts.now.isoformat(),
        "from": one.kept.made.verdict.name,
        "to": one.verdict.name,
        "moves": one.moves,
        "kept_under": one.kept.made.knowledge,
        "changed": [_changed_as_dict(each) for each in one.changed],
    }


def _changed_as_dict(one: Changed) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "title": one.title,
        "from": one.was.name if one.was is not None else None,
        "to": one.now.name if one.now is not None else None,
        "saw": one.saw or one.saw_then,
        "why": [
            {"what": each.what, "from": _plain(each.was), "to": _plain(each.now)}
            for each in one.why
        ],
    }


def _move(place: str, one: Replayed, here: Knowledge) -> Iterator[str]:
    head = f"Patient {one.kept.who} · {one.kept.about} · {one.kept.facts.now:%-d %b %Y %H:%M} UTC"
    yield styled(safe(head), bold=True)
    yield from paragraph("", place, indent=0, width=0)
    yield f"{marked(one.kept.made.verdict.name)} → {marked(one.verdict.name)}"
    for each in one.changed:
        yield ""
        yield from _changed(each, one, here)
    yield styled("─" * COLUMNS, dim=True)


def _changed(each: Changed, one: Replayed, here: Knowledge) -> Iterator[str]:
    was = marked(each.was.name) if each.was is not None else "no such rule"
    now = marked(each.now.name) if each.now is not None else "no such rule"
    yield f"  {was} → {now}  {styled(safe(each.title), bold=True)}"
    yield from paragraph("rule", each.rule)
    if each.saw and each.saw_then and each.saw != each.saw_then:
        yield from paragraph("saw", f"{each.saw_then} → {each.saw}")
    else:
        yield from paragraph("saw", each.saw or each.saw_then)
    yield from paragraph("why", _why(each, one, here))


def _why(each: Changed, one: Replayed, here: Knowledge) -> str:
    if each.was is None:
        return "A new rule."
    if each.now is None:
        return "The rule is gone."
    if not one.at_hand:
        kept = one.kept.made.knowledge
        return (
            f"Kept under {kept}; the knowledge here is {here.version}, so its limits are not told."
        )
    if not each.why:
        return "Its limits are the same; what is worked out for it is not."
    return "; ".join(map(_difference, each.why)) + "."


def _difference(each: Differs) -> str:
    return f"{each.what.replace('_', ' ')} {_word(each.was)} → {_word(each.now)}"


def _word(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_word(each)}" for name, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """As JSON can hold it; a date as it is written."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | None) else str(value)


def _problems(told: "Sequence[Told]") -> Iterator[str]:
    stuck = [one for one in told if one.problem]
    if stuck:
        yield f"{len(stuck)} could not be made again; a person must look:"
    for one in stuck:
        yield from paragraph("", f"{one.place}: {one.problem}", indent=2, width=0)


def _closing(told: "Sequence[Told]", here: Knowledge, there: Knowledge) -> Iterator[str]:
    many = counts(told)
    text = (
        f"{many['kept']:,} kept decisions: {many['move']:,} move, {many['findings_only']:,} keep "
        f"their verdict with other findings, {many['same']:,} stay as they are, "
        f"{many['not_made_again']:,} could not be made again."
    )
    yield from paragraph("", text, indent=0, width=0)
    ways = Counter(
        (one.replayed.kept.made.verdict.name, one.replayed.verdict.name)
        for one in told
        if one.replayed and one.replayed.moves
    )
    for (was, now), n in sorted(ways.items()):
        yield f"  {was} → {now}: {n:,}"
    yield f"Here is knowledge {here.version}; it was made again with {there.version}."
