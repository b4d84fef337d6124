"""Amounts that read two ways (``1.234``): settled by how the export writes other numbers, else asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.casting import is_given
from headway.ingest.currency_signs import code_of
from headway.ingest.draft import Draft, Place
from headway.ingest.names import plain_text
from headway.ingest.profile import Profile
from headway.ingest.recognise import bare
from headway.ingest.tongue import foreign_words, spellings
from headway.ingest.values import EITHER
from headway.schema import tables
from headway.schema.table import Type

# One that reads one way only, with a comma and with a point.
_WITH = {
    mark: rf"[-+(]?(\d{{1,3}}([{other} \x{{00A0}}\x{{202F}}'’]\d{{3}})+|\d+)[{mark}](\d{{1,2}}|\d{{4,}})\)?|"
    rf"[-+(]?\d{{1,3}}([{other}]\d{{3}}){{2,}}\)?|[-+(]?0[{mark}]\d+\)?"
    for mark, other in ((",", "."), (".", ","))
}
Shares = dict[str, float]
_WRITTEN_SO = 0.1
# Where these are paid, a comma parts the decimals.
_COMMA = re.compile(
    "EUR|PLN|CZK|HUF|RON|BGN|DKK|SEK|NOK|ISK|RSD|RUB|UAH|BYN|TRY|BRL|ARS|CLP|COP|UYU|PYG|VES|IDR|VND|MAD|TND"
)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """How the numbers of files are written: each file is looked at once."""

    builder: DuckBuilder
    _kept: dict[str, dict[str, Shares]] = field(default_factory=dict)

    def of(self, seen: Profile) -> dict[str, Shares]:
        """Heading → the share of its filled values that read with each decimal mark and in no other way."""
        if seen.relation not in self._kept:
            self._kept[seen.relation] = _shares(self.builder, seen)
        return self._kept[seen.relation]


def settle_amounts(builder: DuckBuilder, draft: Draft, files: Sequence[Profile]) -> None:
    """Say the decimal mark of each column of amounts that read two ways where the export tells it; ask for the rest.

    Args:
        files: every file of the export, also those that have no place of their own.
    """
    numbers = _Numbers(builder)
    for place in draft.places:
        _tell_odd_thousands(builder, draft, place)
        open_ones = list(_open(numbers, place))
        told = _mark(numbers, files, place) if open_ones else ("", "")
        for name, heading in open_ones:
            money = tables()[place.table].column(name).type is Type.MONEY
            mark, why = told if money else _mark(numbers, [], place)
            # A rate of 1,085 is rare, and rates are written by machines: others' commas only raise the question.
            point = _groups_by_comma(builder, place.seen, heading) if money else told[0] != ","
            if not mark and point:
                mark, why = ".", "what is usual"
                draft.notes.append(
                    f"{place.file}: '{heading}' reads with a decimal point and with a comma; taken as a point; else "
                    f'say {name} = {{column = "{heading}", decimal = ","}}'
                )
            if mark:
                place.columns[name] = {"column": heading, "decimal": mark}
                place.why[name] = f"{why} says that decimals come after a {'comma' if mark == ',' else 'point'}"
                continue
            said = f'{name} = {{column = "{heading}", decimal = '
            place.why[name] = "reads two ways: say which decimal mark it is"
            draft.ask(
                f"{place.file}: '{heading}' reads with a decimal point and with a comma (1.234 is one or a thousand); "
                f'such rows are refused until you say which: {said}","}} or {said}"."}}'
            )


def _tell_odd_thousands(builder: DuckBuilder, draft: Draft, place: Place) -> None:
    """Tell of amounts such as ``12.500`` among ``7,500.00``: three digits after the point where others have two."""
    for column in tables()[place.table].columns:
        heading = place.heading_of(column.name) if column.type is Type.MONEY else None
        if heading is None or heading not in place.seen.headings:
            continue
        text = quoted(heading)
        odd = f"count(*) FILTER (regexp_matches({text}, '(^|[^0-9.,])[0-9]{{1,3}}[.][0-9]{{3}}([^0-9.,]|$)'))"
        others = f"count(*) FILTER (regexp_matches({text}, ',[0-9]{{3}}[.][0-9]{{2}}([^0-9.,]|$)'))"
        ((few, many),) = builder.rows(f"SELECT {odd}, {others} FROM {place.seen.relation}")
        if few and many:
            draft.notes.append(
                f"{place.file}: of the first rows {few} have a '{heading}' such as 12.500 among others such as "
                "7,500.00; read as twelve and a half; if thousands are meant, mend them at their source"
            )


def _open(numbers: _Numbers, place: Place) -> Iterator[tuple[str, str]]:
    """(our column, heading) of the amounts of which every one that has a mark reads two ways."""
    for name, entry in place.columns.items():
        if isinstance(entry, Mapping) and entry.get("decimal") == EITHER and set(entry) == {"column", "decimal"}:
            heading = str(entry["column"])
            if heading in place.seen.headings and not any(numbers.of(place.seen)[heading].values()):
                yield name, heading


def _mark(numbers: _Numbers, files: Sequence[Profile], place: Place) -> tuple[str, str]:
    """The decimal mark and what says so: other numbers of the file; else of ``files``, its currency, its language."""
    others = [seen for seen in files if seen.name != place.file]
    for near in ([place.seen], others):
        found = {mark: where for seen in near for mark, where in _written(numbers, seen)}
        if found:
            return next(iter(found.items())) if len(found) == 1 else ("", "")
    if not files:
        return "", ""
    code = _currency(place)
    if _COMMA.fullmatch(code):
        return ",", code
    foreign = next((name for name in place.seen.headings if _is_foreign(place, name)), "")
    return (",", f"the language of '{foreign}'") if foreign else ("", "")


def _groups_by_comma(builder: DuckBuilder, seen: Profile, heading: str) -> bool:
    """Whether no amount has a point: commas before three digits part thousands, as everywhere in English."""
    return not builder.value(f"SELECT bool_or(contains({quoted(heading)}, '.')) FROM {seen.relation}")


def _written(numbers: _Numbers, seen: Profile) -> Iterator[tuple[str, str]]:
    """(decimal mark, where) of the columns whose numbers read one way."""
    for other, shares in numbers.of(seen).items():
        for mark, share in shares.items():
            if share >= _WRITTEN_SO:
                yield mark, f"'{other}' of {seen.name}"


def _shares(builder: DuckBuilder, seen: Profile) -> dict[str, Shares]:
    counted = []
    for heading in seen.headings:
        text = quoted(heading)
        number = rf"regexp_replace({text}, '^[^0-9+(.,-]+|[^0-9).,]+$', '', 'g')"
        fit = (f"regexp_full_match({number}, {text_literal(shape)})::INT" for shape in _WITH.values())
        shares = ", ".join(f"coalesce(avg({fits}) FILTER (WHERE {is_given(text)}), 0)" for fits in fit)
        counted.append(f"[{shares}]::DOUBLE[]")
    row = builder.rows(f"SELECT {', '.join(counted) or 'NULL'} FROM {seen.relation}")[0]
    return {heading: dict(zip(_WITH, told, strict=True)) for heading, told in zip(seen.headings, row, strict=False)}


def _currency(place: Place) -> str:
    """The one currency of the file's money; empty where there are several, or none: a table of rates has no money."""
    if not any(column.type is Type.MONEY for column in tables()[place.table].columns):
        return ""
    entry: Any = place.columns.get("currency")
    if isinstance(entry, Mapping) and "const" in entry:
        return str(entry["const"])
    heading = place.heading_of("currency") if place.has("currency") else None
    codes = {code_of(value) for value in place.seen.headings[heading].values} if heading is not None else set()
    return codes.pop() if len(codes) == 1 else ""


def _is_foreign(place: Place, heading: str) -> bool:
    """Whether a heading is a word of another language for a column of the file's table, and no word of English."""
    columns = tables()[place.table].columns
    plain = bare(heading)
    return plain not in _english() and any(set(spellings(plain)) & set(foreign_words(column)) for column in columns)


@cache
def _english() -> frozenset[str]:
    """The plain words of English for any column."""
    every = (column for table in tables().values() for column in table.columns)
    return frozenset(plain_text(word) for column in every for word in (column.name, *column.headings))
