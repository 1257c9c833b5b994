"""The peers of the panel: the same predicates as source text for NumPy and for DuckDB."""

BLOCK = 32_768  # people at once in NumPy: what fits the cache, measured the fastest


def numpy_source(asked, names, facts, held):
    """`judged(columns, n)`: verdicts, reason bits and unknown mask, a block at a time.

    Bits are gathered eight rules to a byte in a block, then turned so that a person's bytes lie
    together: of four ways tried the fastest (packbits, whole arrays, and 64-bit shifts were not).
    """
    size = -(-len(asked) // 64) * 8
    lines = [
        "import numpy as np",
        f"BLOCK = {BLOCK}",
        "def judged(columns, n):",
        f"    reasons = np.zeros((n, {size}), np.uint8)",
        f"    unknown = np.zeros((n, {size}), np.uint8)",
        "    verdicts = np.empty(n, np.uint8)",
        "    for start in range(0, n, BLOCK):",
        "        block = slice(start, min(n, start + BLOCK))",
        "        people = block.stop - block.start",
        "        nothing = np.zeros(people, bool)",
        f"        so_bits = np.zeros(({size}, people), np.uint8)",
        f"        not_known_bits = np.zeros(({size}, people), np.uint8)",
        "        verdict = np.zeros(people, np.uint8)",
    ]
    for name in held:
        lines += [f"        {line}" for line in _numpy_column(facts[name])]
    for bit, each in enumerate(asked):
        lines += [f"        {line}" for line in _numpy_rule(bit, each, names)]
    lines += [
        "        reasons[block] = so_bits.T",
        "        unknown[block] = not_known_bits.T",
        "        verdicts[block] = verdict",
        "    return verdicts, reasons.view(np.uint64), unknown.view(np.uint64)",
    ]
    return "\n".join(lines)


def _numpy_rule(bit, each, names):
    answer = each.expression.over(names)
    yield f"# {each.id}"
    yield f"so = {answer.yes}"
    yield f"np.maximum(verdict, so.view(np.uint8) * {int(each.if_so)}, out=verdict)"
    yield f"so_bits[{bit // 8}] |= so.view(np.uint8) << {bit % 8}"
    if each.if_unknown is not None:
        asks = int(each.if_unknown)
        yield f"not_known = ~(so | {answer.no})"
        yield f"np.maximum(verdict, not_known.view(np.uint8) * {asks}, out=verdict)"
        yield f"not_known_bits[{bit // 8}] |= not_known.view(np.uint8) << {bit % 8}"


def _numpy_column(fact):
    text = fact.id.replace("-", "_")
    if fact.type == "yes-no":
        yield f"value, known = (each[block] for each in columns[{fact.id!r}])"
        yield f"{text}_yes, {text}_no = value & known, ~value & known"
    elif fact.type == "choice":
        yield f"{text} = columns[{fact.id!r}][block]"
    else:
        yield f"{text} = columns[{fact.id!r}][block]"
        fits = f"({text} >= {fact.low}) & ({text} <= {fact.high})"
        yield f"{text} = np.where({fits}, {text}, np.nan)"


def sql_source(asked, names, facts, held):
    """One SELECT over three steps: what counts, each rule's answer, and the bits."""
    columns = ",\n    ".join(_sql_column(facts[name]) for name in held)
    answers = ",\n    ".join(
        f"{each.expression.over(names).sql} AS r{bit}" for bit, each in enumerate(asked)
    )
    so = [f"coalesce(r{bit}, false)" for bit in range(len(asked))]
    not_known = [
        f"r{bit} IS NULL" if each.if_unknown is not None else "false"
        for bit, each in enumerate(asked)
    ]
    words = [*_sql_words(so, "reasons"), *_sql_words(not_known, "unknown")]
    return (
        f"WITH counts AS (SELECT id,\n    {columns}\n  FROM people),\n"
        f"answers AS (SELECT id,\n    {answers}\n  FROM counts)\n"
        f"SELECT id, {_sql_verdict(asked)} AS verdict,\n  " + ",\n  ".join(words) + "\nFROM answers"
    )


def _sql_column(fact):
    text = fact.id.replace("-", "_")
    if fact.type in ("whole", "number"):
        return f"CASE WHEN {text} BETWEEN {fact.low} AND {fact.high} THEN {text} END AS {text}"
    return text


def _sql_words(conditions, name):
    for number, at in enumerate(range(0, len(conditions), 64)):
        bits = [
            f"(({condition})::UBIGINT << {place})"
            for place, condition in enumerate(conditions[at : at + 64])
        ]
        yield f"{' | '.join(bits)} AS {name}_{number}"


def _sql_verdict(asked):
    """The gravest that holds; every verdict in one CASE, asked from the gravest on."""
    reached = {}
    for bit, each in enumerate(asked):
        reached.setdefault(int(each.if_so), []).append(f"r{bit}")
        if each.if_unknown is not None:
            reached.setdefault(int(each.if_unknown), []).append(f"r{bit} IS NULL")
    whens = [f"WHEN {' OR '.join(reached[code])} THEN {code}" for code in sorted(reached)[::-1]]
    return f"CASE {' '.join(whens)} ELSE 0 END::UTINYINT"
