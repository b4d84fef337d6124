"""Sees what frames the table of a report: titles above, totals and marks below; or that it has no headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from headway.engine.duckdb import DuckBuilder
from headway.errors import SourceError
from headway.ingest.formats import Edges, Part, Reading, edges_of
from headway.ingest.formats.edges import Record
from headway.ingest.formats.footers import filled, first_text, is_thin

_MOST_ABOVE, _MOST_BELOW = 30, 20
_COLUMNS = 2
_FULL, _NAMED = 0.8, 0.8
_VALUES_AT_LEAST = 0.3
# A number, a day, an address, a GUID: what stands in rows and not in headings.
VALUE = re.compile(
    r"[-+(]?\s*[$€£¥]?\s*\d[\d.,' \u00a0]*\s*%?\)?|\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*|\S+@\S+\.\S+|"
    r"\{?[0-9A-Fa-f]{8}-[-0-9A-Fa-f]+\}?"
)
# How the lines below the rows of a report begin, in the languages of the exports that are known.
_BELOW = (
    *("total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "suma"),
    *("suma końcowa", "razem", "somme", "total général", "total general", "total geral", "totale", "totaal"),
    *("eindtotaal", "celkem", "summa", "итого", "count", "record count", "average", "durchschnitt"),
    *("copyright", "©", "confidential", "vertraulich", "confidentiel", "confidencial", "poufne", "riservato"),
    *("exported", "generated", "created by", "printed", "report generated", "exportiert", "erstellt von", "exporté"),
    *("exportado", "generado", "gerado", "wygenerowano", "esportato", "geëxporteerd", "page", "seite", "strona"),
    *("applied filters", "filters", "filtered by", "source:", "quelle:", "note:", "end of report", "as of"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """How a part must be read so that its table alone is; what is not sure is a note and no reading.

    Attributes:
        headless: the number of columns, where the first record holds values and no headings.
    """

    reading: Reading = field(default_factory=Reading)
    notes: tuple[str, ...] = ()
    headless: int = 0


def frame_of(builder: DuckBuilder, part: Part) -> Frame:
    """Look at the first and last records of a part; nothing is told of one that cannot be read."""
    try:
        edges = edges_of(builder, part)
    except SourceError:
        return Frame()
    return Frame() if edges is None else frame(edges, part.name)


def footer_hint(builder: DuckBuilder, part: Part, table: str, reading: Reading) -> tuple[str, ...]:
    """What to say in the mapping, where rows were refused and the last lines are a footer that it does not name."""
    footer = frame_of(builder, part).reading.footer
    if not footer or reading.footer:
        return ()
    texts = ", ".join(f'"{text}"' for text in footer)
    return (f"{part.name}: its last lines are no rows; say footer = [{texts}] under [sources.tables.{table}]",)


def frame(edges: Edges, name: str) -> Frame:
    """The frame that the first and last records of a part show.

    Example:
        >>> head = [("Pipeline", ""), ("Deal", "Opened"), ("Fleet", "2026-01-02"), ("Depot", "2026-01-03")]
        >>> tail = [("Depot", "2026-01-03"), ("Total", "")]
        >>> frame(Edges(tuple(enumerate(head)), tuple(tail)), "x.csv").reading
        Reading(headings=(), skip=1, encoding='', delimiter='', footer=('Total',))
    """
    if not edges.head or max(filled(record) for _, record in edges.head) < _COLUMNS:
        return Frame()
    footer, below = _below(edges, name)
    skip, above = _above(edges, name)
    first = edges.head[0][1]
    wide = max(len(record) for _, record in edges.head)
    if not skip and _is_of_values(first):
        return Frame(Reading(footer=footer), below, headless=wide)
    return Frame(Reading(skip=skip, footer=footer), (*above, *below))


def _above(edges: Edges, name: str) -> tuple[int, tuple[str, ...]]:
    """Lines above the headings: sure where each of them fills few fields, else a note."""
    head = edges.head[:_MOST_ABOVE]
    fullest = max(filled(record) for _, record in head)
    full = [(line, record) for line, record in head if filled(record) >= _FULL * fullest]
    named = [line for line, record in full if _names(record)]
    line, record = full[0]
    line = named[0] if named and _is_of_values(record) else line
    if line == head[0][0]:
        return 0, ()
    if all(is_thin(record, fullest) for above, record in head if above < line):
        return line, ()
    shown = " | ".join(field for field in head[0][1] if field)[:60]
    return 0, (f"{name}: its first line ({shown}) may be no headings; if they stand lower, say skip = {line}",)


def _below(edges: Edges, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The footer by the last records: sure when it begins as footers do, else a note."""
    lines = _last_lines(edges.tail)
    if not lines or len(lines) > _MOST_BELOW:
        return (), ()
    apart = not edges.tail[-len(lines) - 1]
    begun = next((n for n, record in enumerate(lines) if _known(first_text(record))), None)
    if begun is not None:
        # The name of a report stands alone in its line, apart from the rows.
        begun = 0 if apart and all(filled(record) <= 1 for record in lines[:begun]) else begun
        words = dict.fromkeys(_as_given(r) for n, r in enumerate(lines) if n == begun or _known(first_text(r)))
        return tuple(words), ()
    if not apart:
        return (), ()
    shown = _as_given(lines[0])
    return (), (f'{name}: its last lines ("{shown} …") may be no rows; if so, say footer = "{shown}"',)


def _last_lines(tail: tuple[Record, ...]) -> list[Record]:
    """The last records that are thin, or begin with nothing but a footer's word; none when all of them are."""
    fullest = max(map(filled, tail), default=0)
    lines: list[Record] = []
    for record in reversed(tail):
        text = first_text(record).strip(" :.")
        if not is_thin(record, fullest) and not (text and text == _known(text)):
            while lines and not filled(lines[-1]):
                lines.pop()
            return lines[::-1]
        lines.append(record)
    return []


def _known(text: str) -> str:
    """The longest of the words with which footers begin that the text begins with, as words."""
    found = [word for word in _BELOW if text.startswith(word) and not text[len(word) :][:1].isalnum()]
    return max(found, key=len, default="")


def _as_given(record: Record) -> str:
    """How a line begins, in its own writing: the known word, or its first words without any number."""
    text = next(field.strip() for field in record if field.strip())
    known = _known(text.casefold())
    plain = re.split(r"[\d:(]", text, maxsplit=1)[0].strip()
    return text[: len(known)] if known else (plain or text)[:40]


def _names(record: Record) -> bool:
    """Whether a record may be headings: no value of any kind, and no name twice."""
    names = [field.strip().casefold() for field in record if field.strip()]
    return not any(VALUE.fullmatch(name) for name in names) and len(set(names)) >= _NAMED * len(names)


def _is_of_values(record: Record) -> bool:
    """Whether the record holds values: a day or an address among several numbers, and not years as headings."""
    given = [field.strip() for field in record if field.strip()]
    values = [field for field in given if VALUE.fullmatch(field)]
    telling = [field for field in values if not re.fullmatch(r"\d{1,4}", field)]
    return bool(telling) and len(values) >= max(2, _VALUES_AT_LEAST * len(given))
