"""Finds histories inside other files: days on which stages were entered, products that stand on a deal's own row."""

from __future__ import annotations

import re
from typing import Any

from headway.engine.duckdb import DuckBuilder
from headway.ingest.draft import Draft, Place
from headway.ingest.headings import entry_of
from headway.ingest.profile import JOINS_AT_LEAST, Profile, overlap
from headway.ingest.recognise import PARENT, bare, by_values, is_nested, matches
from headway.schema import tables

_ENTERED = re.compile(
    r"^(?:properties?[_. ])?(?:hs_(?:v2_)?)?(?:date|time)[ _]entered[ _](?:stage[ _])?['\"“]?(?P<stage>.+?)['\"”]?$"
    r"|^entered[ _](?P<other>.+?)(?:[ _](?:on|at|date))?$",
    re.IGNORECASE,
)
# Lists of stages inside of deals: what they are called, the stage that was entered, the one before, and when.
_LIST = re.compile(r"histor|stage|phase|change|transition|timeline|movement|progress|verlauf", re.IGNORECASE)
_TO = (
    *("tostage", "newstage", "stage", "stagename", "stagelabel", "to", "newvalue", "value", "phase", "name", "label"),
    *("stageid", "status"),
)
_FROM = ("fromstage", "oldstage", "previousstage", "from", "oldvalue", "previousvalue")
_SINCE = (
    *("enteredat", "enteredon", "entered", "entrydate", "at", "changedat", "movedat", "since", "timestamp", "date"),
    *("time", "startedat", "start", "startdate", "createdat", "created", "datetime", "changedate", "occurredat", "on"),
)
_CHANGED_AT = tables()["deal_changes"].column("changed_at")
_PIPELINE = re.compile(r"['\"”]?\s*\([^()]*\)\s*$")


def entered_stages(builder: DuckBuilder, draft: Draft) -> None:
    """A deal's file with a column for the day on which each stage was entered also feeds the deal's changes."""
    deals = draft.of("deals")
    if deals is None or draft.of("deal_changes") is not None or "per" in deals.entries:
        return
    column = tables()["deal_changes"].column("changed_at")
    stages: dict[str, Any] = {}
    place = Place(deals.seen, "deal_changes", deals.layout, None)
    for heading in deals.seen.headings.values():
        stage = stage_entered(heading.name)
        match = by_values(builder, deals.seen, column, heading.name, 1.0) if stage and heading.filled else None
        entry = entry_of(match, draft, deals) if match is not None else None
        if stage is not None and entry is not None:
            stages.setdefault(_as_told(stage, deals), entry)
    if stages:
        place.take("deal_id", deals.columns.get("deal_id", deals.heading_of("deal_id")), "as for deals")
        place.entries["stages"] = stages
        draft.places.append(place)


def nested_stages(builder: DuckBuilder, draft: Draft) -> None:
    """A list of stages with their times inside of each deal (``stage_history``) feeds the deal's changes."""
    deals, placed = draft.of("deals"), {place.file for place in draft.places}
    if deals is None or draft.of("deal_changes") is not None:
        return
    for seen in draft.profiles.values():
        inside, _, name = seen.part.member.rpartition("/")
        of_deals = seen.part.path == deals.seen.part.path and inside == deals.seen.part.member
        if seen.name in placed or not (of_deals and is_nested(seen) and _LIST.search(name)):
            continue
        place = Place(seen, "deal_changes", deals.layout, None)
        own = [heading for heading in seen.headings if not heading.startswith(PARENT)]
        stage, old = (_first(own, words) for words in (_TO, _FROM))
        days = [heading for word in _SINCE for heading in own if bare(heading) == word]
        found = [by_values(builder, seen, _CHANGED_AT, heading, 1.0) for heading in days]
        day = next((entry for m in found if m is not None and (entry := entry_of(m, draft, place)) is not None), None)
        if stage is not None and day is not None:
            place.entries["keep"] = False
            why = "the list of stages in each deal"
            place.take("field", {"const": "stage"}, why)
            place.take("old_value", old or {"previous": "new_value"}, why)
            place.take("new_value", stage, why)
            place.take("changed_at", day, why)
            draft.places.append(place)
            return


def _first(headings: list[str], words: tuple[str, ...]) -> str | None:
    return next((heading for word in words for heading in headings if bare(heading) == word), None)


def stage_entered(heading: str) -> str | None:
    """The stage of which a heading holds the day of entry.

    Example:
        >>> stage_entered("hs_date_entered_closedwon"), stage_entered('Date entered "Demo (Sales Pipeline)"')
        ('closedwon', 'Demo')
    """
    found = _ENTERED.match(heading.strip())
    if found is None:
        return None
    return _PIPELINE.sub("", found.group("stage") or found.group("other")).strip(" '\"“”") or None


def _as_told(stage: str, deals: Place) -> str:
    """The stage in the words of the deals' own stages, where it is one of them."""
    heading = deals.heading_of("stage")
    told = deals.seen.headings[heading].values if heading is not None else ()
    return next((value for value in told if _plain(value) == _plain(stage)), stage)


def _plain(stage: str) -> str:
    return re.sub(r"[\W_]", "", stage).lower()


def lines_of_deals(builder: DuckBuilder, draft: Draft) -> None:
    """A deal's file that names a product on every row also feeds the deal's lines."""
    deals = draft.of("deals")
    if deals is None or draft.of("deal_lines") is not None or "per" in deals.entries:
        return
    seen = deals.seen
    full = max((heading.filled for heading in seen.headings.values()), default=0)
    named = [m.heading for m in matches(builder, seen, tables()["deal_lines"].column("product_id"))]
    named = [heading for heading in named if 0 < seen.headings[heading].filled == full]
    if named:
        place = Place(seen, "deal_lines", deals.layout, None)
        place.entries |= {name: deals.entries[name] for name in ("where",) if name in deals.entries}
        place.take("deal_id", deals.columns.get("deal_id", deals.heading_of("deal_id")), "as for deals")
        place.take("product_id", _same_product(builder, draft, seen, named), "named on every row of the deals")
        draft.places.append(place)


def _same_product(builder: DuckBuilder, draft: Draft, seen: Profile, named: list[str]) -> str:
    """The heading whose values are most often a product's key; that key becomes the products' own."""
    parent = draft.of("products")
    if parent is None:
        return named[0]
    found = matches(builder, parent.seen, tables()["products"].column("product_id"))
    looks = [parent.seen.headings[m.heading] for m in found]
    keys = [look.name for look in looks if look.filled and look.filled == look.distinct]
    ranked = [
        (overlap(builder, seen, heading, parent.seen, key), -i, -j)
        for i, heading in enumerate(named)
        for j, key in enumerate(keys)
    ]
    share, heading, key = max(ranked, default=(0.0, 0, 0))
    if share >= JOINS_AT_LEAST:
        parent.take("product_id", keys[-key], f"its values are in {seen.name}")
    return named[-heading]
