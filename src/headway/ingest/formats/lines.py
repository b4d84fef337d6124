"""JSON Lines as they mostly are, one flat object a line: read by the engine itself."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.formats.encodings import encoding_of
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.unique_names import unique_names

_MAX_LINE_BYTES = 16 << 20
_CHUNK_BYTES = 4 << 20
_MAX_HEADINGS = 2_000
_NESTED = r":\s*[\[{]"


def open_lines(builder: DuckBuilder, part: Part) -> Opened | None:
    """The file as the engine reads it; None when it is not plain: nested, in another encoding, with odd line ends."""
    if not encoding_of(part, Reading()).is_utf8 or not _is_plain(part):
        return None
    lines = (
        f"(SELECT column0 AS line FROM read_csv({text_literal(str(part.path))}, auto_detect = false, "
        "header = false, columns = {'column0': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', "
        f"max_line_size = {_MAX_LINE_BYTES}))"
    )
    # Only CASE is sure to look at the first part first: the type of what is no JSON is an error.
    valid = "(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END)"
    objects = f"(SELECT CASE WHEN {valid} THEN line END AS line FROM {lines})"
    if builder.value(f"SELECT bool_or(regexp_matches(line, '{_NESTED}')) FROM {objects}"):
        return None
    keys = builder.rows(
        # Of keys that differ by case alone, the one in small letters keeps its name.
        f"SELECT DISTINCT unnest(json_keys(line)) AS key FROM {objects} WHERE line IS NOT NULL "
        f"ORDER BY lower(key), key DESC LIMIT {_MAX_HEADINGS}"
    )
    if not 0 < len(keys) < _MAX_HEADINGS:
        return None
    from headway.ingest.counting import count_records

    headings = unique_names([str(row[0]) for row in keys])
    fields = ", ".join(
        f"json_extract_string(line, {text_literal(json_pointer(str(row[0])))}) AS {quoted(name)}"
        for row, name in zip(keys, headings, strict=True)
    )
    relation = f"(SELECT {fields} FROM {objects} WHERE line IS NOT NULL)"
    return Opened(
        headings=headings,
        relation=relation,
        lenient=relation,
        records=count_records(part.path, quoted=False),
        broken=(
            "SELECT number, '', 'not a json object', left(line, 500) FROM "
            f"(SELECT line, row_number() OVER () AS number FROM {lines}) WHERE line IS NOT NULL AND NOT {valid}"
        ),
    )


def _is_plain(part: Part) -> bool:
    """Whether lines end in one way, and hold neither NUL nor what stands for a separator here."""
    returns = newlines = 0
    with part.path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            while chunk.endswith(b"\r") and (more := stream.read(1)):
                chunk += more
            both = chunk.count(b"\r\n")
            newlines += chunk.count(b"\n")
            returns += both
            if b"\x00" in chunk or b"\x01" in chunk or chunk.count(b"\r") != both:
                return False
            if len(chunk) >= _CHUNK_BYTES and b"\n" not in chunk:
                return False
    return returns in {0, newlines}


def json_pointer(*keys: str) -> str:
    """The way to a value inside a document, as RFC 6901 writes it.

    Example:
        >>> json_pointer("deal", "a/b")
        '/deal/a~1b'
    """
    return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in keys)
