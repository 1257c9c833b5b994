"""Bytes that are not a JSON value are refused in one sentence that says where."""

import gzip

import pytest

from tercet.exchange import NotUnderstood, json_text
from tercet.exchange.json_text import value_of


def why_not(raw: bytes) -> str:
    with pytest.raises(NotUnderstood) as refused:
        value_of(raw)
    return str(refused.value)


def test_plain_gzip_and_a_byte_order_mark_are_read_alike():
    raw = '{"medicines": ["Zolpidem 5 mg – à l’heure"]}'.encode()
    assert value_of(raw) == value_of(gzip.compress(raw)) == value_of(b"\xef\xbb\xbf" + raw)


def test_a_gzip_of_two_members_is_read_as_one_text():
    assert value_of(gzip.compress(b'{"age-') + gzip.compress(b'years": 34}')) == {"age-years": 34}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "is empty."),
        (gzip.compress(b"", mtime=0), "is empty once unpacked."),
        (b"   \n ", "there is nothing in it"),
        (b'{"age-years": 34', "line 1, column 17: the text ends too early"),
        (b'{"age-years":\n 34,,}', "line 2, column 5"),
        (b"age-years: 34", "line 1, column 1"),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", "looks like XML or HTML"),
        (b'{"systolic": NaN}', "NaN is not a number"),
        (b'{"systolic": -Infinity}', "-Infinity is not a number"),
        (b'{"systolic": 118, "systolic": 171}', 'gives "systolic" twice'),
        (b'{"a": {"b": 1, "b": 2}}', 'gives "b" twice'),
        (b'{"name": "Mar\xeda"}', "is not UTF-8 text: byte 14, line 1"),
        ('{"age-years": 34}'.encode("utf-16"), "is UTF-16 text"),
        (b'{"systolic": ' + b"1" * 5000 + b"}", "more digits"),
        (gzip.compress(b'{"age-years": 34}' * 50, mtime=0)[:-12], "ends too early"),
        (b"\x1f\x8bnot gzip at all", "damaged gzip"),
        (gzip.compress(b"{}", mtime=0) + b"tail", "damaged gzip"),
    ],
)
def test_what_is_not_json_is_named(raw, sentence):
    assert sentence in why_not(raw)


def test_a_flipped_bit_in_a_gzip_is_noticed():
    raw = bytearray(gzip.compress(b'{"age-years": 34}'))
    raw[-6] ^= 1
    assert "damaged gzip" in why_not(bytes(raw))


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"entry":[{"resource":'])
def test_deep_nesting_is_a_sentence_and_not_a_traceback(opening):
    assert "nested too deeply" in why_not(opening * 100_000)


def test_a_small_gzip_of_a_huge_text_is_refused_before_it_fills_the_memory(monkeypatch):
    monkeypatch.setattr(json_text, "MOST_BYTES", 1024 * 1024)
    bomb = gzip.compress(b'"' + b" " * (2 * 1024 * 1024) + b'"')
    assert len(bomb) < 5000
    assert "larger than 1 MB" in why_not(bomb)


def test_exactly_as_large_as_may_be_is_read_and_one_byte_more_is_not(monkeypatch):
    monkeypatch.setattr(json_text, "MOST_BYTES", 1000)
    assert value_of(b'"' + b"a" * 998 + b'"')
    assert "larger than" in why_not(b'"' + b"a" * 999 + b'"')
    assert value_of(gzip.compress(b'"' + b"a" * 998 + b'"'))
    assert "larger than" in why_not(gzip.compress(b'"' + b"a" * 999 + b'"'))


def test_exactly_as_many_parts_as_may_be_are_read_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr(json_text, "MOST_PARTS", 10)
    assert value_of(b"[" + b",".join([b"1"] * 10) + b"]")
    assert "more than 10 parts" in why_not(b"[" + b",".join([b"1"] * 11) + b"]")
