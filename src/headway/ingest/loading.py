"""Loads one file into one raw table: every record is stored or refused with a reason, and the counts must agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headway.engine.duckdb import DuckBuilder, Error, quoted, text_literal
from headway.ingest import casting
from headway.ingest.expressions import blamed
from headway.ingest.formats import NOTHING_BROKEN, Opened, Part, drop_lists, unreadable
from headway.ingest.mapping import COMPUTED, Plan

REJECTS = "raw.rejects"
STANDING = "standing"
WITHHELD = "withheld"
"""The rows of the file just read that were refused for a bad value, with what could be read of them."""
_REJECT_COLUMNS = '"source", "table", "file", "row", "column", "rule", "value", "remedy"'
_UNSPLIT_REMEDY = "mend the line at its source: as many fields as headings, quotes closed, UTF-8"


@dataclass(frozen=True, slots=True)
class Fresh:
    """The rows of one load until they are kept: whose they are, and the table in which they lie."""

    source: str
    file: str
    batch: int
    loaded_at: datetime
    apart: bool = False
    """Whether they lie apart from the store: of a file that was read before, most rows go again as unchanged."""

    named: str = ""
    """How people call the file, where its rows are kept under another name: that of a series."""

    @property
    def called(self) -> str:
        """The name under which its refused rows are kept: that of the file in which somebody must look for them."""
        return self.named or self.file

    @property
    def place(self) -> str:
        """The table in which they lie."""
        return "_new" if self.apart else "raw._new"

    @property
    def making(self) -> str:
        """SQL with which their table is made, before ``AS``."""
        return f"CREATE OR REPLACE {'TEMP ' if self.apart else ''}TABLE {self.place}"

    @property
    def mine(self) -> str:
        """SQL that is true of the rows of this file, in this load or another."""
        return of_file(self.source, self.file)


@dataclass(frozen=True, slots=True)
class Load:
    """What became of a file's records."""

    read: int
    loaded: int
    refused: int


def of_file(source: str, file: str) -> str:
    """SQL that is true of the rows of a file.

    Example:
        >>> of_file("crm", "deals.csv")
        "_source = 'crm' AND _file = 'deals.csv'"
    """
    return f"_source = {text_literal(source)} AND _file = {text_literal(file)}"


def prepare(builder: DuckBuilder) -> None:
    """Make the place for raw rows and refused ones, and for the keys that a load finds as they were."""
    builder.execute("CREATE SCHEMA IF NOT EXISTS raw")
    builder.execute(
        f'CREATE TABLE IF NOT EXISTS {REJECTS} ("source" VARCHAR, "table" VARCHAR, "file" VARCHAR, "row" BIGINT, '
        '"column" VARCHAR, "rule" VARCHAR, "value" VARCHAR, "remedy" VARCHAR)'
    )
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {STANDING} (key UBIGINT)")


def forget_refused(builder: DuckBuilder, table: str, source: str, file: str) -> None:
    """Take out the refused rows of a file as one table."""
    builder.execute(f'DELETE FROM {REJECTS} WHERE source = ? AND file = ? AND "table" = ?', [source, file, table])


def load_file(builder: DuckBuilder, part: Part, opened: Opened, plan: Plan, fresh: Fresh) -> Load:
    """Read the file once, keep what is right, refuse what is not.

    Errors: :class:`SourceError` when the engine cannot read the file at all.
    """
    forget_refused(builder, plan.table.name, fresh.source, fresh.called)
    try:
        with blamed(builder, opened.lenient, fresh.called, plan.told):
            _read(builder, opened, plan, fresh)
        unsplit = _refuse_unsplit(builder, opened, plan, fresh)
    except Error as problem:
        raise unreadable(part, problem) from None
    kept = int(builder.value(f"SELECT count(*) FROM {fresh.place}"))
    sentence = opened.refusal
    if kept + unsplit != opened.records and not sentence:
        sentence = f"{opened.records} records by count, {kept + unsplit} by reading: the file is refused whole"
    if sentence:
        return _refuse_whole(builder, opened, plan, fresh, sentence)
    broken = _refuse_broken(builder, opened, plan, fresh)
    if unsplit:
        _make_room(builder, plan, fresh)
    return Load(read=opened.records, loaded=kept - broken, refused=unsplit + broken)


def _read(builder: DuckBuilder, opened: Opened, plan: Plan, fresh: Fresh) -> None:
    drop_lists(builder)
    relation, texts = worked_out(opened, plan)
    tests, names = _tests(plan, opened.faults), [column.name for column in plan.columns]
    columns = [f"{casting.typed(column, texts[column.name])} AS {quoted(column.name)}" for column in plan.columns]
    columns += [f"{text} AS {quoted(name)}" for name, text in plan.extras.items()]
    columns += [f"{texts[name]} AS {_given(name)}" for name in tests]
    bits = [f"(CASE WHEN {test} THEN {1 << names.index(name)}::BIGINT ELSE 0 END)" for name, test in tests.items()]
    given = f" EXCLUDE ({', '.join(_given(name) for name in tests)})" if tests else ""
    # Values are named in one statement and tested in the one around it: written out twice they take twice as long to
    # be understood, which for small files is most of the time.
    bad = " + ".join(bits) or "0::BIGINT"
    builder.execute(
        f"{fresh.making} AS SELECT *{given}, 0::BIGINT AS _row, {bad} AS _bad "
        f"FROM (SELECT {', '.join(columns)} FROM {relation})"
    )
    # What is the same on every row is added afterwards, as a default: it costs nothing then. Rows lie in the order of
    # the file; numbering them in the statement above would leave it one core only.
    for name, kind, value in (
        ("_source", "VARCHAR", text_literal(fresh.source)),
        ("_file", "VARCHAR", text_literal(fresh.file)),
        ("_loaded_at", "TIMESTAMP", f"TIMESTAMP '{fresh.loaded_at:%Y-%m-%d %H:%M:%S}'"),
        ("_batch", "INTEGER", str(fresh.batch)),
    ):
        builder.execute(f"ALTER TABLE {fresh.place} ADD COLUMN {name} {kind} DEFAULT {value}")
        builder.execute(f"ALTER TABLE {fresh.place} ALTER COLUMN {name} DROP DEFAULT")
    builder.execute(f"UPDATE {fresh.place} SET _row = rowid + 2")


def worked_out(opened: Opened, plan: Plan) -> tuple[str, dict[str, str]]:
    """The relation with each text that is more than a heading worked out once; casting names a text many times."""
    headings = {quoted(heading) for heading in opened.headings}
    made = {name: text for name, text in plan.texts.items() if text not in headings}
    if not made:
        return opened.relation, dict(plan.texts)
    places = {name: quoted(f"{COMPUTED}text of {name}") for name in made}
    fields = ", ".join(f"{text} AS {places[name]}" for name, text in made.items())
    return f"(SELECT *, {fields} FROM {opened.relation})", dict(plan.texts) | places


def _tests(plan: Plan, faults: tuple[str, ...]) -> dict[str, str]:
    """Column → SQL that is true where its value must be refused, of the columns where that may be."""
    tests = {}
    for column in plan.columns:
        value = quoted(column.name)
        test = casting.broken(column, _given(column.name), value, required=column.required, faults=faults)
        if test != "false":
            tests[column.name] = test
    return tests


def _given(name: str) -> str:
    """The place of the text that was given for a column, beside its value."""
    return quoted(f"{COMPUTED}given {name}")


def _refuse_unsplit(builder: DuckBuilder, opened: Opened, plan: Plan, fresh: Fresh) -> int:
    unsplit = opened.unsplit(builder)
    if unsplit == NOTHING_BROKEN:
        return 0
    before = int(builder.value(f"SELECT count(*) FROM {REJECTS}"))
    builder.execute(
        f"INSERT INTO {REJECTS} ({_REJECT_COLUMNS}) SELECT ?, ?, ?, line, column_name, rule, text, ? "
        f"FROM ({unsplit}) AS unsplit(line, column_name, rule, text)",
        [fresh.source, plan.table.name, fresh.called, _UNSPLIT_REMEDY],
    )
    return int(builder.value(f"SELECT count(*) FROM {REJECTS}")) - before


def _make_room(builder: DuckBuilder, plan: Plan, fresh: Fresh) -> None:
    """Rows were numbered without those that could not be split: they move down by those that stand before them."""
    mine = 'source = ? AND file = ? AND "table" = ?'
    values = [fresh.source, fresh.called, plan.table.name]
    builder.execute(
        "CREATE OR REPLACE TEMP TABLE unsplit AS SELECT row - row_number() OVER (ORDER BY row) + 1 AS place "
        f"FROM {REJECTS} WHERE {mine} AND remedy = ?",
        [*values, _UNSPLIT_REMEDY],
    )
    above = "(SELECT count(*) FROM unsplit WHERE place <= {row})"
    builder.execute(f"UPDATE {fresh.place} SET _row = _row + {above.format(row='_row')}")
    builder.execute(
        f"UPDATE {REJECTS} SET row = row + {above.format(row='row')} WHERE {mine} AND remedy != ?",
        [*values, _UNSPLIT_REMEDY],
    )
    builder.execute("DROP TABLE unsplit")


def _refuse_whole(builder: DuckBuilder, opened: Opened, plan: Plan, fresh: Fresh, sentence: str) -> Load:
    """What was lost cannot be named (the two counts disagree, say), so nothing of the file is believed."""
    builder.execute(f"DELETE FROM {fresh.place}")
    forget_refused(builder, plan.table.name, fresh.source, fresh.called)
    builder.execute(
        f"INSERT INTO {REJECTS} ({_REJECT_COLUMNS}) VALUES (?, ?, ?, 0, '', 'count', ?, ?)",
        [fresh.source, plan.table.name, fresh.called, sentence, _UNSPLIT_REMEDY],
    )
    return Load(read=opened.records, loaded=0, refused=opened.records)


def _refuse_broken(builder: DuckBuilder, opened: Opened, plan: Plan, fresh: Fresh) -> int:
    """Take out the rows with a bad value; each bad value goes to the rejects with the text that was given."""
    builder.execute(f"CREATE OR REPLACE TEMP TABLE {WITHHELD} AS SELECT * FROM {fresh.place} WHERE _bad != 0")
    broken = int(builder.value(f"SELECT count(*) FROM {WITHHELD}"))
    if broken == 0:
        return 0
    builder.execute(
        "CREATE OR REPLACE TEMP TABLE refused AS SELECT * "
        f"FROM (SELECT row_number() OVER () + 1 AS _row, * FROM {opened.lenient}) AS again "
        f"JOIN (SELECT _row, _bad FROM {WITHHELD}) AS bad USING (_row)"
    )
    for position, column in enumerate(plan.columns):
        text, bit = plan.texts[column.name], 1 << position
        rule = casting.rule_of(column, text)
        remedies = " ".join(f"WHEN '{name}' THEN {text_literal(remedy)}" for name, remedy in casting.REMEDIES.items())
        builder.execute(
            f"INSERT INTO {REJECTS} ({_REJECT_COLUMNS}) SELECT ?, ?, ?, _row, ?, {rule}, left({text}, 500), "
            f"CASE {rule} {remedies} END FROM refused WHERE (_bad & {bit}) != 0",
            [fresh.source, plan.table.name, fresh.called, column.name],
        )
    builder.execute("DROP TABLE refused")
    builder.execute(f"DELETE FROM {fresh.place} WHERE _bad != 0")
    return broken
