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

# Nobody is told to leave a benzodiazepine: a sentence that names one may only forbid it.
BENZODIAZEPINE = re.compile(
    r"\b(?:benzodiazepine|alprazolam|clonazepam|lorazepam|diazepam|temazepam|xanax|klonopin|ativan"
    r"|valium)s?\b",
    re.IGNORECASE,
)
TAKES_AWAY = re.compile(
    r"\b(?:stop|stops|stopped|stopping|skip|skips|skipped|skipping|omit|omits|omitted|withhold|withheld"
    r"|discontinue\w*|pause|paused|leave out|left out|come off|hold|held)\b",
    re.IGNORECASE,
)
FORBIDS = re.compile(r"\b(?:not|never|nobody|no|without|neither|cannot|nor|risk)\b", re.IGNORECASE)
SENTENCE_ENDS = re.compile(r"(?<=[.;:?!])[\s\"”]+|\n\s*\n|\||\n(?=[a-z_]+ = )")


def claims(source: Source) -> Iterator[str]:
    flat = re.sub(r"\s+", " ", source.text)
    for found in CLAIM.finditer(flat):
        yield f"{source.path}:1: “{found.group()}” is a promise that nobody can keep"


def shouts(source: Source) -> Iterator[str]:
    shown = CODE_IN_TEMPLATE.sub(lambda found: "\n" * found.group().count("\n"), source.text)
    for number, line in enumerate(shown.splitlines(), 1):
        if SHOUT.search(line):
            yield f"{source.path}:{number}: no exclamation marks where a patient reads"


def left_alone(source: Source) -> Iterator[str]:
    for sentence in SENTENCE_ENDS.split(source.text):
        found = TAKES_AWAY.search(sentence)
        if found and BENZODIAZEPINE.search(sentence) and not FORBIDS.search(sentence):
            flat = " ".join(sentence.split())
            yield f"{source.path}:1: “{found.group()}” near a benzodiazepine: {flat[:90]}"


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
        says="nobody is told to leave a benzodiazepine",
        where=("tercet/*.toml", "tercet/*.html", "tercet/*.md", "README.md", "docs/*.md"),
        but={"docs/reference/*": "drawn from the knowledge, whose words are held to this"},
        finds=left_alone,
        bad=(
            Source("tercet/knowledge/a.toml", 'says = "Skip the clonazepam that evening."'),
            Source("tercet/knowledge/a.toml", 'says = "Benzodiazepines are held for 8 hours."'),
            Source("tercet/clinic/templates/a.html", "<p>Stop Xanax two days before.</p>"),
            Source("docs/a.md", "The benzodiazepine\nis discontinued first."),
        ),
        good=(
            Source("tercet/knowledge/a.toml", 'says = "A benzodiazepine is never stopped."'),
            Source("tercet/knowledge/a.toml", 'says = "Take it as usual. The dose is held."'),
            Source("docs/a.md", "Do not skip the clonazepam."),
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
