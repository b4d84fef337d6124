"""What a check of the data is: one file in ``model/quality`` that gives the rows that fail, and says what they change.

Most checks are known beforehand (:class:`Check`); some are learned from what the columns hold (:class:`Study`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from headway import discover
from headway.model.book import Book
from headway.model.nouns import bare, unbound
from headway.schema import tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

Severity = Literal["info", "warning"]
WARNING: Severity = "warning"
INFO: Severity = "info"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that may be wrong with the rows of a table.

    Attributes:
        name: names the check in answers; the same for every column that it looks at.
        title: what is wrong, as a person says it.
        table: the table whose rows fail; ``column`` the one that is wrong, empty for the whole row.
        needs: tables without any row of which there is nothing to check.
        of_undated: whether rows of those that nothing dates are enough, on the newest day.
        affects: names of the questions whose answers it changes.
        remedy: what to do about it.
        severity: ``warning`` when a number is changed, ``info`` when it is only good to know.
        detail: a sentence with ``{rows}`` and ``{measure:.0f}``, shown with what was found.
        refused: whether its rows are not among the rows of the table.
        unmoved: why no figure can be re-computed without its rows; empty where it can.
        variant: what its expression depends on beside its name, table and column.
        fails: whether a row of the table fails, of checks that look at each row alone: they share one scan.
        rows: of other checks the failing rows: the key columns of the table and ``_source``. It may add ``_id``
            (shown instead of the key), ``_rows`` (how many rows it stands for), ``_measure`` (a number, the same on
            every row, for ``detail``), and ``_check``, ``_table``, ``_column``, ``_remedy`` in place of the check's.

    Example:
        >>> check = Check("no_name", "Accounts without a name", "accounts", "Name them.",
        ...               fails=lambda account: account.name.isnull())
        >>> check.severity, check.affects
        ('warning', ())
    """

    name: str
    title: str
    table: str
    remedy: str
    rows: Callable[[Book], ir.Table] | None = None
    fails: Callable[[ir.Table], ir.BooleanValue] | None = None
    column: str = ""
    needs: tuple[str, ...] = ()
    of_undated: bool = False
    affects: tuple[str, ...] = ()
    severity: Severity = WARNING
    detail: str = ""
    refused: bool = False
    unmoved: str = ""
    variant: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other check, and names its expression."""
        return f"{self.name}:{self.table}:{self.column}{self.variant and ':' + self.variant}"

    def failing(self, book: Book) -> ir.Table:
        """The failing rows, however the check says which they are."""
        if self.rows is not None:
            return self.rows(book)
        known = book.table(self.table)
        return known.filter(self.fails(known)) if self.fails is not None else known.limit(0)


@dataclass(frozen=True, slots=True)
class Study:
    """Checks that are learned from what the columns hold, such as one for each column that gives the outcome away.

    Attributes:
        name: the name of the checks that it makes, the first of ``names`` where these have several.
        table: the table that it studies; ``needs`` other tables without any row of which there is nothing to study.
        learn: the checks, none where nothing is wrong. What their expressions depend on beside table and column must
            be in their ``variant``; braces in their ``detail`` are doubled.
    """

    name: str
    table: str
    learn: Callable[[Book], Sequence[Check]]
    needs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def makes(self, name: str) -> bool:
        """Whether checks of that name are learned here."""
        return name in (self.names or (self.name,))


def all_checks() -> tuple[Check, ...]:
    """Every check that is known beforehand, in a stable order."""
    return tuple(found for found in _all() if isinstance(found, Check))


def all_studies() -> tuple[Study, ...]:
    """Every study, in a stable order."""
    return tuple(found for found in _all() if isinstance(found, Study))


def _all() -> Iterator[Check | Study]:
    """What the files define: a check, a study, or several."""
    for extension in discover.load_all("checks").values():
        yield from extension if isinstance(extension, tuple) else (extension,)


def with_undated(book: Book, table: str) -> ir.Table:
    """The rows known by then and, for the newest day, those that nothing dates (a line of an unknown deal).

    What nothing dates is in no other answer, and a parent that comes later may still date it; so it is told for the
    newest day alone, and never for a day of the past.
    """
    rows = book.table(table)
    timeless = table in {"deals", "rejects"} or tables()[table].always
    if timeless or not book.today or book.scope.reps is not None:
        return rows
    lying = bare(unbound(table, book.extras(table)), book.extras(table))
    return rows.union(lying.filter(lying["_known_at"].isnull(), lying.deleted_at.isnull()))
