"""JSON Lines: one object a line."""

from __future__ import annotations

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.errors import SourceError
from headway.ingest.counting import count_records
from headway.ingest.formats.opened import Opened
from headway.ingest.formats.part import Part, Reading
from headway.ingest.formats.separated import MAX_LINE_BYTES


class Lines:
    """JSON Lines; nested values stay JSON text."""

    def members(self, _part: Part) -> tuple[str, ...]:
        """See :class:`Format`: one thing."""
        return ("",)

    def open(self, builder: DuckBuilder, part: Part, _reading: Reading) -> Opened:
        """See :class:`Format`; the keys of the first thousand objects are the headings."""
        lines = (
            f"(SELECT column0 AS line FROM read_csv({text_literal(str(part.path))}, auto_detect = false, "
            "header = false, columns = {'column0': 'VARCHAR'}, delim = '\x01', quote = '', escape = '', "
            f"max_line_size = {MAX_LINE_BYTES}))"
        )
        # Only CASE is sure to look at the first part first: the type of what is no JSON is an error.
        valid = "(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END)"
        keys = builder.rows(
            "SELECT DISTINCT unnest(json_keys(line)) "
            f"FROM (SELECT line FROM {lines} WHERE {valid} LIMIT 1000) ORDER BY 1"
        )
        if not keys:
            raise SourceError(part.name, "holds no JSON object", "one object a line is what is read")
        headings = tuple(str(row[0]) for row in keys)
        fields = ", ".join(
            f"json_extract_string(line, {text_literal(_pointer(name))}) AS {quoted(name)}" for name in headings
        )
        objects = f"(SELECT CASE WHEN {valid} THEN line END AS line FROM {lines})"
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


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
