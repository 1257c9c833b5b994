"""What no page, document or piece of knowledge may say."""

import re
from collections.abc import Iterator

from house_rules.source import HouseRule, Source

NEVER = (
    r"(?:removes?|eliminates?|no|without(?: any)?) (?:the )?risk of (?:dependence|dependency"
    r"|addiction)",
    r"not addictive|non-addictive",
    r"very safe|completely safe|perfectly safe|totally safe|100 ?% safe",
    r"(?:minimal|no|few|hardly any) side[- ]effects",
    r"safe no matter what",
    r"(?:normal|usual) activities (?:resume )?(?:on )?the same day",
    r"same[- ]day (?:return to )?(?:normal|usual) activities",
    r"(?:drive|work) again the same day",
    r"miracle|breakthrough cure|guaranteed to (?:work|help)|proven cure",
)
CLAIM = re.compile("|".join(rf"\b(?:{phrase})" for phrase in NEVER), re.IGNORECASE)
CODE_IN_TEMPLATE = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<!doctype[^>]*>|<script.*?</script>",
    re.DOTALL | re.IGNORECASE,
)
SHOUT = re.compile(r"[A-Za-z’')]!")
OWN_MACHINE = re.compile(r"(?<![\w.~/:\"'`*$}-])/(?:home|Users|root|work|mnt|srv)/\w")
ITS_MAKING = re.compile(
    r"co-authored-by|generated (?:with|by) an? \w*model|language model|\bchat ?bot\b"
    r"|--(?:extra-)?index-url|--find-links|--trusted-host",
    re.IGNORECASE,
)


def claims(source: Source) -> Iterator[str]:
    flat = re.sub(r"\s+", " ", source.text)
    for found in CLAIM.finditer(flat):
        yield f"{source.path}:1: “{found.group()}” is a promise that nobody can keep"


def shouts(source: Source) -> Iterator[str]:
    shown = CODE_IN_TEMPLATE.sub(lambda found: "\n" * found.group().count("\n"), source.text)
    for number, line in enumerate(shown.splitlines(), 1):
        if SHOUT.search(line):
            yield f"{source.path}:{number}: no exclamation marks where a patient reads"


def elsewhere(source: Source) -> Iterator[str]:
    for number, line in enumerate(source.lines, 1):
        if OWN_MACHINE.search(line) or ITS_MAKING.search(line):
            yield f"{source.path}:{number}: speaks of one machine or of the making, not of Tercet"


RULES = (
    HouseRule(
        says="no claim that the evidence does not carry",
        where=("*.md", "*.html", "*.toml", "tercet/*.py", "tercet/*.js"),
        but={"tests/*": "stories and planted sentences are not shown to anyone"},
        finds=claims,
        bad=(
            Source("README.md", "Ketamine removes the risk of dependence."),
            Source("README.md", "It carries no risk of\ndependency."),
            Source("tercet/clinic/templates/a.html", "<p>This is very safe.</p>"),
            Source("tercet/knowledge/learn/a.md", "It has minimal side effects."),
            Source("tercet/knowledge/a.toml", 'says = "You will be safe no matter what."'),
            Source("tercet/clinic/a/views.py", "'Normal activities resume the same day'"),
            Source("tercet/clinic/a/views.py", "'same day normal activities'"),
        ),
        good=(
            Source("README.md", "Dependence is a known risk; cravings are asked about."),
            Source("README.md", "No driving until the next morning."),
        ),
    ),
    HouseRule(
        says="nobody shouts at a patient",
        where=("tercet/clinic/templates/*.html", "tercet/knowledge/learn/*.md"),
        finds=shouts,
        bad=(
            Source("tercet/clinic/templates/a.html", "<p>Well done!</p>"),
            Source("tercet/knowledge/learn/a.md", "Do not stop!"),
        ),
        good=(
            Source("tercet/clinic/templates/a.html", "<!doctype html><p>Well done.</p>"),
            Source("tercet/clinic/templates/a.html", "{% if a != b %}Rest.{% endif %}"),
        ),
    ),
    HouseRule(
        says="the text speaks of Tercet, not of the machine or the way it was made",
        where=("*.py", "*.md", "*.toml", "*.html", "*.js", "*.css", "*.sh", "*.in", "*Makefile"),
        but={"tests/house/house_rules/wording.py": "has to name what it looks for"},
        finds=elsewhere,
        bad=(
            Source("README.md", "See /home/someone/notes."),
            Source("requirements/run.in", "--index-url https://example.org/simple"),
            Source("tercet/a.py", "# Co-Authored-By: somebody"),
        ),
        good=(
            Source("README.md", "It lies under `var/postgres`."),
            Source("tercet/a.py", "host = 'https://example.org/home/page'"),
        ),
    ),
)
