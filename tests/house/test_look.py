"""The look holds: tokens only, enough contrast, nothing inline, nothing from elsewhere."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

CLINIC = Path(__file__).parents[2] / "tercet" / "clinic"
STATIC = CLINIC / "static"
TEMPLATES = sorted((CLINIC / "templates").rglob("*.html"))
SHEETS = sorted(STATIC.glob("*.css"))
SCRIPTS = sorted(STATIC.glob("*.js"))
TOKENS = (STATIC / "tokens.css").read_text()

# An em, a percentage or a share of the window is a ratio; these are sizes, colours, durations.
LITERAL = re.compile(
    r"(?<![\w-])(?:#[0-9a-f]{3,8}\b|\d*\.?\d+(?:px|rem|pt|pc|cm|mm|in|ms|s|ch)\b"
    r"|(?:rgb|hsl|lab|lch|oklch|oklab)a?\("
    r"|(?:black|white|red|green|blue|gr[ae]y|orange|yellow|purple)\b(?!-))",
    re.I,
)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def literals_in(sheet: str) -> list[str]:
    """Colours, sizes and durations named in a sheet's values."""
    bare = re.sub(r'"[^"]*"', '""', COMMENT.sub("", sheet))
    values = re.findall(r":\s*([^;{}]+)[;}]", bare)
    return [found for value in values for found in LITERAL.findall(value)]


def inline_in(template: str) -> list[str]:
    """What a strict content policy would refuse, or what a page would fetch from elsewhere."""
    faults = re.findall(r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']", template)
    for attributes, _ in re.findall(r"<script([^>]*)>(.*?)</script>", template, re.S):
        if "src=" not in attributes and "application/json" not in attributes:
            faults.append("inline script")
    outside = r"(?:src|href|action|content|data-[a-z-]+)\s*=\s*[\"']\s*(?:https?:)?//[^\"']*"
    return faults + re.findall(outside, template)


def says_what_it_is_for(text: str, opens: str, closes: str) -> bool:
    first = text.splitlines()[0] if text else ""
    return first.startswith(opens) and first.rstrip().endswith(closes) and len(first) > 12


@pytest.mark.parametrize(
    "sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda path: path.name
)
def test_only_the_token_file_names_a_colour_a_size_or_a_duration(sheet):
    assert literals_in(sheet.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    ["a{color:#fff}", "a{gap:12px}", "a{gap:.5rem}", "a{color:rgb(0 0 0)}", "a{color:black}",
     "a{transition:all 120ms}", "a{border:1px solid var(--line)}"],
)  # fmt: skip
def test_a_planted_literal_is_found(planted):
    assert literals_in(planted)


def test_ratios_and_tokens_are_no_literals():
    fine = "a{gap:var(--s1);width:50%;padding:.5em 0;border-radius:50%;grid:1fr;height:100dvh}"
    assert literals_in(fine) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(CLINIC)))
def test_templates_carry_nothing_inline_and_fetch_nothing_from_elsewhere(template):
    assert inline_in(template.read_text()) == []


@pytest.mark.parametrize(
    "planted",
    ['<p style="color:red">', "<style>a{}</style>", '<a onclick="x()">', "<script>x()</script>",
     '<script src="https://cdn.example/x.js"></script>', '<link href="//cdn.example/x.css">'],
)  # fmt: skip
def test_a_planted_inline_or_outside_thing_is_found(planted):
    assert inline_in(planted)


def test_sheets_and_scripts_fetch_nothing_from_elsewhere():
    for sheet in SHEETS:
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
        assert [a for a in addresses if "//" in a or a.startswith("/")] == [], sheet.name
        assert "@import" not in sheet.read_text(), sheet.name
    for script in SCRIPTS:
        assert not re.search(r"https?://", script.read_text()), script.name
        assert not re.search(r"\.style\b|cssText|eval\(|new Function", script.read_text()), (
            script.name
        )


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(CLINIC)))
def test_every_template_opens_by_saying_what_it_is_for(template):
    assert says_what_it_is_for(template.read_text(), "{#", "#}")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(CLINIC)))
def test_no_page_raises_its_voice(template):
    words = re.sub(r"\{[%{#].*?[%}#]\}|<!doctype|<!--.*?-->", "", template.read_text(), flags=re.S)
    assert "!" not in words


def test_every_sheet_and_script_opens_by_saying_what_it_is_for():
    for sheet in SHEETS:
        assert says_what_it_is_for(sheet.read_text(), "/*", "*/"), sheet.name
    for script in SCRIPTS:
        assert says_what_it_is_for(script.read_text(), "//", ""), script.name


# ---- tokens ------------------------------------------------------------------------------------


def declared(block: str) -> dict[str, str]:
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", COMMENT.sub("", block)))


def block_after(opening: str) -> str:
    start = TOKENS.index(opening) + len(opening)
    return TOKENS[start : TOKENS.index("}", start)]


LIGHT = declared(block_after("\n:root {"))
DARK_BY_SYSTEM = declared(
    block_after('@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {')
)
DARK_BY_PAGE = declared(block_after('\n:root[data-theme="dark"] {'))
MORE = declared(block_after("@media (prefers-contrast: more) {\n  :root {"))
MORE_DARK = declared(
    block_after(
        "@media (prefers-contrast: more) and (prefers-color-scheme: dark) "
        '{ :root:not([data-theme="light"]) {'
    )
)
MORE_DARK_BY_PAGE = declared(
    block_after('@media (prefers-contrast: more) { :root[data-theme="dark"] {')
)
THEMES = {
    "light": LIGHT,
    "dark": LIGHT | DARK_BY_SYSTEM,
    "light, more contrast": LIGHT | MORE,
    "dark, more contrast": LIGHT | MORE | DARK_BY_SYSTEM | MORE_DARK,
}
VERDICTS = ["clear", "caution", "ask", "review", "stop"]
INKS = ["ink", "ink-2", "ink-3", "accent", *VERDICTS, "dose", "therapy", "medicine"]
PAPERS = ["paper", "surface", "sunken"]
SOFT = ["accent-soft", "stop-soft", "caution-soft"]
TEXT_PAIRS = [
    *((ink, paper) for ink in INKS for paper in PAPERS),
    *((ink, soft) for ink in ("ink", "ink-2", "accent") for soft in SOFT),
    *((verdict, f"{verdict}-soft") for verdict in VERDICTS),
    ("accent-ink", "accent"), ("stop-ink", "stop"), ("crisis-ink", "crisis"), ("stop", "stop-soft"),
    ("ink", "medicine-soft"), ("ink", "medicine-mid"), ("paper", "ink"),
]  # fmt: skip
EDGE_PAIRS = [
    *(("control", paper) for paper in PAPERS),
    *((ink, "surface") for ink in ("accent", "dose", "therapy", "medicine", "crisis")),
    ("accent", "accent-soft"),
]


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The ratio WCAG 2.2 defines, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme):
    tokens = THEMES[theme]
    low = [(a, b) for a, b in TEXT_PAIRS if contrast(tokens[f"--{a}"], tokens[f"--{b}"]) < 4.5]
    assert low == []


@pytest.mark.parametrize("theme", THEMES)
def test_every_edge_that_means_something_can_be_seen(theme):
    tokens = THEMES[theme]
    low = [(a, b) for a, b in EDGE_PAIRS if contrast(tokens[f"--{a}"], tokens[f"--{b}"]) < 3]
    assert low == []


def test_contrast_is_reckoned_as_published():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#ffffff") < 4.5


def test_dark_is_the_same_dark_by_system_and_by_page():
    assert DARK_BY_SYSTEM == DARK_BY_PAGE
    assert MORE_DARK == MORE_DARK_BY_PAGE


def test_nothing_is_set_smaller_than_sixteen_pixels():
    for name in ("--small", "--lead", "--h3", "--h2", "--h1", "--huge"):
        assert float(LIGHT[name].removesuffix("rem")) >= 1, name
    assert LIGHT["--chart-text"] == "16px"


def test_a_thumb_finds_its_target_in_the_dark():
    assert int(LIGHT["--thumb"].removesuffix("px")) >= 60


def test_every_token_is_used_and_every_used_token_is_there():
    everything = "\n".join(sheet.read_text() for sheet in SHEETS)
    used = set(re.findall(r"var\((--[\w-]+)", everything))
    assert used - set(LIGHT) == set()
    assert set(LIGHT) - used == set()


def test_motion_ceases_for_those_who_ask_for_none():
    still = declared(block_after("@media (prefers-reduced-motion: reduce) { :root {"))
    assert still == {"--quick": "0ms"}


def test_the_few_colours_that_must_stand_outside_agree_with_the_tokens():
    head = (CLINIC / "templates" / "components" / "head.html").read_text()
    assert re.findall(r'content="(#\w+)"', head) == [LIGHT["--paper"], DARK_BY_SYSTEM["--paper"]]
    assert re.findall(r"#\w{6}", (STATIC / "mark.svg").read_text()) == [LIGHT["--accent"]]


# ---- what others made --------------------------------------------------------------------------


def vendored() -> list[dict[str, str]]:
    return tomllib.loads((STATIC / "vendored.toml").read_text())["file"]


@pytest.mark.parametrize("made", vendored(), ids=lambda made: made["file"])
def test_what_others_made_is_what_they_published(made):
    assert set(made) == {"file", "package", "version", "licence", "within", "sha256"}
    assert hashlib.sha256((STATIC / made["file"]).read_bytes()).hexdigest() == made["sha256"]


def test_everything_others_made_is_on_the_list():
    there = {
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).iterdir()
        if path.suffix != ".txt"
    }
    assert there == {made["file"] for made in vendored()}
