"""`tercet score INSTRUMENT`: what the answers to a questionnaire come to. No database."""

import difflib
import json
import sys
from typing import Any

import click

from tercet.decisions.instruments import Answers, Score, score
from tercet.decisions.vocabulary import Impossible
from tercet.exchange import NotUnderstood
from tercet.exchange.csv_answers import answers_named, answers_of, rows
from tercet.exchange.json_text import value_of
from tercet.knowledge import Instrument
from tercet.running import paper
from tercet.running.deciding import UNREADABLE, bytes_of, knowledge
from tercet.running.score_text import items_lines, items_object, score_lines, score_object

Given = dict[str, Any]  # one row: who, when, and the answers


@click.command(name="score")
@click.argument("instrument", metavar="INSTRUMENT")
@click.option("--answers", metavar="LIST", help="In the order of the items: 1,0,,2 or Y,N,refused.")
@click.option("--answers-json", metavar="JSON", help="By name: an item, or a part such as fear.")
@click.option(
    "--csv", "file", metavar="FILE", help="One questionnaire a line; - is standard input."
)
@click.option(
    "--context", multiple=True, metavar="KEY=VALUE", help="What a rule needs: sex=female."
)
@click.option("--items", is_flag=True, help="List the items: id, order, what may be answered.")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def score_(
    instrument: str,
    *,
    answers: str | None,
    answers_json: str | None,
    file: str | None,
    context: tuple[str, ...],
    items: bool,
    as_json: bool,
) -> None:
    """Score INSTRUMENT, such as gad-7: flags, total or none, bounds, band.

    An empty place is not answered, and not nought. NA does not apply; `refused` is an answer where
    it has a meaning; Y or N and T or F answer yes-or-no and true-or-false items.
    """
    ways = [way for way in (answers, answers_json, file, items or None) if way is not None]
    if len(ways) != 1:
        raise click.UsageError("Give one of --answers, --answers-json, --csv and --items.")
    try:
        asked = _instrument(instrument)
        if items:
            _say_items(asked, as_json=as_json)
        elif file is not None:
            _say_rows(asked, file, _context(context), as_json=as_json)
        else:
            given = _answers(asked, answers, answers_json)
            _say(asked, score(asked, given, _context(context)), as_json=as_json)
    except (Impossible, NotUnderstood, OSError) as wrong:
        _refuse(instrument, wrong, as_json=as_json)


def _instrument(name: str) -> Instrument:
    known = knowledge().instruments
    found = known.get(name.strip().lower())
    if found is not None:
        return found
    near = difflib.get_close_matches(name.strip().lower(), known, n=3)
    like = f"Is it {' or '.join(near)}?" if near else f"There are: {', '.join(known)}."
    raise NotUnderstood(f"There is no questionnaire {name[:40]!r}. {like}")


def _answers(asked: Instrument, answers: str | None, as_named: str | None) -> Answers:
    if answers is not None:
        return answers_of(answers.split(","), asked)
    return answers_named(value_of((as_named or "").encode()), asked)


def _context(pairs: tuple[str, ...]) -> dict[str, str]:
    made: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise NotUnderstood(f"--context is KEY=VALUE, such as sex=female, not {pair[:40]!r}.")
        if key.strip() in made:
            raise NotUnderstood(f"--context gives {key.strip()[:40]} twice.")
        made[key.strip()] = value.strip()
    return made


def _say(asked: Instrument, made: Score, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(score_object(made), indent=2))
    else:
        paper.say(list(score_lines(asked, made)))


def _say_rows(asked: Instrument, file: str, context: dict[str, str], *, as_json: bool) -> None:
    try:
        text = bytes_of(file).decode("utf-8")
    except UnicodeDecodeError:
        raise NotUnderstood("the file is not UTF-8 text.") from None
    scored = [(row, score(asked, row.answers, context)) for row in rows(text, asked)]
    if as_json:
        told = [
            {"line": row.line, "person": row.person, "at": row.at, **score_object(made)}
            for row, made in scored
        ]
        click.echo(json.dumps(told, indent=2))
        return
    for row, made in scored:
        paper.say([paper.safe(f"Line {row.line}  {row.person}  {row.at}".rstrip())])
        paper.say(list(score_lines(asked, made)))


def _say_items(asked: Instrument, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(items_object(asked), indent=2, ensure_ascii=False))
    else:
        paper.say(list(items_lines(asked)))


def _refuse(name: str, wrong: Exception, *, as_json: bool) -> None:
    sentence = str(wrong)
    if isinstance(wrong, OSError):
        sentence = f"The file cannot be opened: {wrong.strerror or wrong}."
    if as_json:
        click.echo(json.dumps({"instrument": name, "error": sentence}, indent=2))
    click.echo(paper.safe(sentence), err=True)
    sys.exit(UNREADABLE)
