"""Open deals whose own probability is exactly 0 or 1: nothing that is still open is certain."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from headway.model.book import Book
from headway.model.checks import INFO, Check, Study

if TYPE_CHECKING:
    import ibis.expr.types as ir

_ODDS = re.compile(r"probab|likelihood|win.?chance|confidence|odds|wahrschein", re.IGNORECASE)
_CERTAIN = (0.0, 100.0)


def learn(book: Book) -> Sequence[Check]:
    """One check for each column whose heading speaks of odds and that holds some beside 0, 1 and 100."""
    return [_check(name) for name in book.extras("deals") if _ODDS.search(name)]


def _check(column: str) -> Check:
    def rows(book: Book) -> ir.Table:
        deals = book.table("deals", [column])
        said = deals[column].re_replace("[ %]", "").try_cast("float64")
        most = deals.agg(_most=said.max())
        both = deals.mutate(_said=said).cross_join(most)
        # In percent, 1 is a small chance; as a share it is certainty.
        sure = both["_said"].isin(_CERTAIN) | ((both["_said"] == 1) & (both["_most"] <= 1))
        return both.filter(both.status == "open", sure)

    return Check(
        name="certain_odds",
        title=f"Open deals that '{column}' calls certain",
        table="deals",
        column=column,
        remedy="close them, or say how likely they are; odds of exactly 0 or 1 forbid every surprise",
        severity=INFO,
        unmoved="no figure uses odds that people typed",
        rows=rows,
    )


CHECK = Study("certain_odds", "deals", learn)
