"""Which currency amounts are in, as their own texts, their headings or their column of currencies say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted
from headway.ingest.casting import CODES, is_given
from headway.ingest.currency_signs import MEANS, SIGN, code_of
from headway.ingest.draft import Draft, Place
from headway.ingest.formats import ANY, OF_CELLS
from headway.ingest.names import plain_text
from headway.ingest.tongue import spellings, words_of
from headway.schema import tables
from headway.schema.table import Type

_SEVERAL = {
    "$": "USD, CAD, AUD or another dollar", "kr": "SEK, NOK, DKK or ISK", "rs": "INR, PKR or LKR",
    ANY: "any: the workbook leaves it to the computer that shows it",
}  # fmt: skip
_IN_HEADING = re.compile(rf"(?:\b|_)({CODES})(?:\b|_)|([€£])", re.IGNORECASE)


def settle_currency(builder: DuckBuilder, draft: Draft, place: Place) -> None:
    """Map a table's currency where nothing else does; a sign that several currencies have is asked about."""
    columns = tables()[place.table].columns
    if place.entries.get("per") or not any(column.name == "currency" for column in columns):
        return
    if place.has("currency"):
        _by_its_column(draft, place)
        return
    amounts = [heading for c in columns if c.type is Type.MONEY and (heading := place.heading_of(c.name)) is not None]
    beside = _column_beside(place, amounts)
    if beside:
        place.take("currency", beside, "its name and values say so")
        _by_its_column(draft, place)
        return
    if not any(by(builder, draft, place, amounts) for by in (_by_cells, _by_texts, _by_heading)):
        for heading in amounts:
            _ask(draft, place, heading, _of_cells(place, heading))


def _by_texts(builder: DuckBuilder, draft: Draft, place: Place, amounts: Iterable[str]) -> bool:
    for heading in amounts:
        signs = _signs(builder, place, heading)
        if signs:
            _by_signs(draft, place, heading, signs)
            return True
    return False


def _by_heading(_builder: DuckBuilder, _draft: Draft, place: Place, amounts: Iterable[str]) -> bool:
    for heading in amounts:
        found = _IN_HEADING.search(heading)
        if found is not None:
            code = (found[1] or MEANS[found[2]]).upper()
            place.take("currency", {"const": code}, f"'{heading}' says so")
            return True
    return False


def _column_beside(place: Place, amounts: Iterable[str]) -> str:
    """The column of codes that is called after an amount (``Betrag Währung``), or the only one that there is."""
    words = {spelling for word in words_of(tables()["deals"].column("currency")) for spelling in spellings(word)}
    called = [
        look.name
        for look in place.seen.headings.values()
        if look.values and words & set(re.findall(r"[^\W_]+", look.name.lower())) and all(map(code_of, look.values))
        if not look.name.endswith(OF_CELLS)
    ]
    after = [name for name in called if any(plain_text(amount) in plain_text(name) for amount in amounts)]
    return after[0] if after else called[0] if len(called) == 1 else ""


def _of_cells(place: Place, heading: str) -> tuple[str, ...]:
    """The currencies in which the cells of a column are formatted."""
    made = place.seen.headings.get(heading + OF_CELLS)
    return made.values if made is not None else ()


def _by_cells(builder: DuckBuilder, draft: Draft, place: Place, amounts: Iterable[str]) -> bool:
    """The currency in which the cells of amounts are formatted, where one is sure; amounts without one are told."""
    heading = next((heading for heading in amounts if any(map(code_of, _of_cells(place, heading)))), None)
    if heading is None:
        return False
    made = heading + OF_CELLS
    place.take("currency", made, f"the cells of '{heading}' are formatted so")
    _by_its_column(draft, place)
    bare = f"{is_given(quoted(heading))} AND {quoted(made)} IS NULL"
    times = builder.value(f"SELECT count(*) FROM {place.seen.relation} WHERE {bare}")
    if times:
        draft.notes.append(
            f"{place.file}: of the first rows {times} have a '{heading}' whose cell is formatted in no currency; "
            f"taken as the reporting currency; else format these cells, or add a column of currencies"
        )
    return True


def _signs(builder: DuckBuilder, place: Place, heading: str) -> dict[str, int]:
    """What stands beside the amounts (nothing, too), in small letters, with the number of times."""
    text = quoted(heading)
    sign = f"lower(regexp_extract({text}, '{SIGN}'))"
    rows = builder.rows(f"SELECT {sign}, count(*) FROM {place.seen.relation} WHERE {is_given(text)} GROUP BY 1")
    found = {str(name): int(times) for name, times in rows}
    return found if any(found) else {}


def _by_signs(draft: Draft, place: Place, heading: str, signs: Mapping[str, int]) -> None:
    _ask(draft, place, heading, signs)
    codes = {sign: code for sign in signs if (code := code_of(sign))}
    if len(set(codes.values())) == 1 and len(codes) == len(signs):
        place.take("currency", {"const": next(iter(codes.values()))}, f"the values of '{heading}' say so")
    elif codes:
        # The longest first: R$ before $.
        arms = " ".join(
            f"WHEN {quoted(heading)} ILIKE '%{sign}%' THEN '{codes[sign]}'"
            for sign in sorted(codes, key=lambda sign: (-len(sign), sign))
        )
        place.take("currency", {"expr": f"CASE {arms} END"}, f"what stands beside the amounts of '{heading}'")


def _by_its_column(draft: Draft, place: Place) -> None:
    """Signs and words in the column of currencies to their codes."""
    heading = place.heading_of("currency")
    entry = place.columns.get("currency")
    if heading is None or isinstance(entry, Mapping):
        return
    values = place.seen.headings[heading].values
    for value in values:
        if value.lower() in _SEVERAL:
            draft.notes.append(
                f"{place.file}: '{heading}' holds {value}, which may be {_SEVERAL[value.lower()]}; what it is worth is "
                f'not known until you say currency = {{column = "{heading}", map = {{"{value}" = "…"}}}}'
            )
    codes = {value: code for value in values if (code := code_of(value)) and code != value}
    if codes:
        why = f"{place.why.get('currency', '')}, signs to codes".removeprefix(", ")
        place.take("currency", {"column": heading, "map": codes}, why)


def _ask(draft: Draft, place: Place, heading: str, signs: Iterable[str]) -> None:
    for sign in signs:
        if sign in _SEVERAL:
            draft.notes.append(
                f"{place.file}: '{heading}' is in {sign}, which may be {_SEVERAL[sign]}; taken as the reporting "
                f'currency; else say currency = {{const = "…"}}'
            )


def settle_reporting(builder: DuckBuilder, draft: Draft) -> None:
    """The currency to report in, with its reason: the one of all amounts, or that to which the rates lead."""
    only = _only_currency(draft)
    target = _only_target(draft)
    if only:
        draft.currency = only, "all amounts are in it"
    elif target and target == _most_deals(builder, draft):
        draft.currency = target, "the rates lead to it, and most deals are in it"


def _only_target(draft: Draft) -> str:
    """The one currency in which all rates are told; else none."""
    found: set[str] = set()
    for place in draft.places:
        if place.table == "fx_rates":
            heading = place.heading_of("to_currency")
            entry: Any = place.columns.get("to_currency")
            constant = entry.get("const") if isinstance(entry, Mapping) else None
            values = place.seen.headings[heading].values if heading is not None else ()
            found |= {code_of(str(value)) for value in values or (constant or "",)}
    return next(iter(found)) if len(found) == 1 else ""


def _most_deals(builder: DuckBuilder, draft: Draft) -> str:
    """The currency that most deals name; of those as many, none."""
    deals = draft.of("deals")
    heading = deals.heading_of("currency") if deals is not None else None
    if deals is None or heading is None:
        return ""
    text = quoted(heading)
    named = builder.rows(f"SELECT {text}, count(*) FROM {deals.seen.relation} WHERE {is_given(text)} GROUP BY 1")
    times: Counter[str] = Counter()
    for value, count in named:
        times[code_of(str(value))] += count
    (first, most), (_, second) = [*times.most_common(2), ("", 0), ("", 0)][:2]
    return first if most > second else ""


def _only_currency(draft: Draft) -> str:
    """The one currency of all amounts, where there is one; else none."""
    found: set[str] = set()
    for place in draft.places:
        entry: Any = place.columns.get("currency")
        heading = place.heading_of("currency") if place.has("currency") else None
        if isinstance(entry, Mapping) and "const" in entry:
            found.add(str(entry["const"]))
        elif isinstance(entry, Mapping) and isinstance(look := entry.get("lookup"), Mapping):
            found |= set(draft.profiles[look["file"]].headings[look["value"]].values)
        elif heading is not None and heading in place.seen.headings:
            found |= {code_of(value) or value for value in place.seen.headings[heading].values}
        elif entry is not None:
            found.add("")
    return next(iter(found)) if len(found) == 1 and re.fullmatch(CODES, next(iter(found))) else ""
