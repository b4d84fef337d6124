"""How won, lost and open are told: by a status, by flags, by what the stages say, by the events that end a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.engine.duckdb import DuckBuilder, quoted, text_literal
from headway.ingest.casting import is_given, is_yes
from headway.ingest.draft import Draft, Place
from headway.ingest.meaning import ends_case, is_flag, is_guess, outcome_map, outcome_of
from headway.ingest.recipes import find_all
from headway.ingest.recognise import bare
from headway.ingest.tongue import spellings, words_of
from headway.schema import tables

# Each in English and in the languages in which headings are known, in either gender.
_WON_FLAGS = (
    "iswon|isclosedwon|won|closedwon|gewonnen|istgewonnen|gagne|gagnee|ganado|ganada|ganho|ganha|vinto|vinta|"
    "wygrana|wygrany"
)
_LOST_FLAGS = (
    "islost|isclosedlost|lost|closedlost|verloren|istverloren|perdu|perdue|perdido|perdida|perso|persa|"
    "przegrana|przegrany"
)
_CLOSED_FLAGS = "isclosed|closed"


def settle_status(draft: Draft, place: Place) -> None:
    """Map a deal's status, if anything tells it; words that had to be guessed are noted."""
    if "per" in place.entries:
        _by_events(place)
        return
    told = _told(draft, place)
    if told is None:
        return
    entry, why = told
    by_layout = entry is place.columns.get("status")
    place.take("status", entry, why)
    if by_layout:
        return
    told_so = entry.get("map", {}) if isinstance(entry, Mapping) else {}
    words = [word for word, outcome in told_so.items() if outcome == "open" and is_guess(word)]
    if words:
        draft.notes.append(
            f"{place.file}: not known as won, lost or open, and taken as open: {', '.join(words)}; "
            "mend status if that is wrong"
        )


def _told(draft: Draft, place: Place) -> tuple[Any, str] | None:
    given = place.columns.get("status")
    if given is not None and not isinstance(given, str):
        return given, place.why["status"]
    flags = _flags(draft, place)
    if flags is not None:
        return flags, "by the flags that say won and closed"
    names = [] if given is None else [bare(given)]
    column = tables()["deals"].column("status")
    stage = place.heading_of("stage")
    last = [bare(stage)] if stage is not None else []
    usual = [bare(word) for word in (column.name, *column.headings)]
    for word in dict.fromkeys([*names, *usual, *words_of(column), *last]):
        heading = next((h for h in place.seen.headings.values() if word in spellings(bare(h.name))), None)
        outcomes = outcome_map(heading.values) if heading is not None else None
        if heading is not None and (outcomes is not None or _are_ours(heading.values)):
            plain = all(value.strip().lower() == outcome for value, outcome in (outcomes or {}).items())
            return heading.name if plain else {"column": heading.name, "map": outcomes}, "by its values"
    return _by_labels(draft, place)


def _are_ours(values: tuple[str, ...]) -> bool:
    return bool(values) and {value.strip().lower() for value in values} <= {"open", "won", "lost"}


def _flags(draft: Draft, place: Place) -> dict[str, str] | None:
    def flag(words: str) -> str | None:
        return next((h for h in find_all(place.seen, words) if is_flag(place.seen.headings[h].values)), None)

    won, lost, closed = (flag(words) for words in (_WON_FLAGS, _LOST_FLAGS, _CLOSED_FLAGS))
    ended = lost or closed
    if won is None:
        return None
    yes = is_yes(quoted(won), place.seen.headings[won].values)
    if ended is not None:
        over = is_yes(quoted(ended), place.seen.headings[ended].values)
    else:
        day = place.columns.get("closed_at")
        if not isinstance(day, str):
            return None
        over = f"trim({quoted(won)}) != '' AND trim({quoted(day)}) != ''"
        draft.notes.append(
            f"{place.file}: taken as lost where '{won}' says no and '{day}' holds a day, as open where one is empty; "
            "mend status if that is wrong"
        )
    return {"expr": f"CASE WHEN {yes} THEN 'won' WHEN {over} THEN 'lost' ELSE 'open' END"}


def _by_labels(draft: Draft, place: Place) -> tuple[Any, str] | None:
    """By the names that another file gives to the stages."""
    stage = place.columns.get("stage")
    look = stage.get("lookup") if isinstance(stage, Mapping) else None
    if not isinstance(stage, Mapping) or not isinstance(look, Mapping) or look["file"] not in draft.profiles:
        return None
    outcomes = outcome_map(draft.profiles[look["file"]].headings[look["value"]].values)
    return None if outcomes is None else ({**stage, "map": outcomes}, f"by the names in {look['file']}")


def _by_events(place: Place) -> None:
    """By the last event whose name says won or lost: that is also when it closed."""
    last = place.columns.get("stage", {})
    heading = str(last.get("last")) if isinstance(last, Mapping) else ""
    values = place.seen.headings[heading].values if heading in place.seen.headings else ()
    outcomes = {value: outcome_of(value) for value in values if outcome_of(value) != "open"}
    if "won" not in outcomes.values():
        return
    where = f"{quoted(heading)} IN ({', '.join(text_literal(value) for value in outcomes)})"
    why = "the last event whose name says won or lost"
    place.take("status", {"last": heading, "where": where, "map": outcomes}, why)
    place.take("closed_at", {"last": place.entries["by"], "where": where}, why)


def settle_reason(builder: DuckBuilder, place: Place) -> None:
    """What stands on open and won deals too (``Status Reason``: In Progress) is a reason of the lost ones alone."""
    heading = place.heading_of("lost_reason")
    lost = _is_lost(place) if heading is not None and "per" not in place.entries else ""
    if heading is None or not lost:
        return
    reason = quoted(heading)
    others = f"SELECT count(*) FROM {place.seen.relation} WHERE NOT coalesce({lost}, false) AND {is_given(reason)}"
    if builder.value(others):
        why = f"'{heading}' says something of deals that are not lost, too"
        place.take("lost_reason", {"expr": f"CASE WHEN {lost} THEN {reason} END"}, why)


def _is_lost(place: Place) -> str:
    """SQL that is true of lost deals, as an expression of a mapping; empty where their status is told elsewhere."""
    entry, heading = place.columns.get("status", "status"), place.heading_of("status")
    if isinstance(entry, Mapping) and "expr" in entry:
        return f"({entry['expr']}) = 'lost'"
    if heading is None or (isinstance(entry, Mapping) and "map" not in entry):
        return ""
    words = (
        [str(theirs).lower() for theirs, ours in entry["map"].items() if ours == "lost"]
        if isinstance(entry, Mapping)
        else []
    )
    return f"lower(trim({quoted(heading)})) IN ({', '.join(map(text_literal, dict.fromkeys([*words, 'lost'])))})"


def settle_end(place: Place) -> None:
    """A ticket made of events is closed by the last of those whose name says so, if there are any."""
    entry = place.columns.get("closed_at")
    if not isinstance(entry, Mapping) or "ends" not in entry:
        return
    words = [value for value in place.seen.headings[entry["ends"]].values if ends_case(value)]
    if not words:
        place.drop("closed_at")
        return
    where = f"{quoted(entry['ends'])} IN ({', '.join(text_literal(word) for word in words)})"
    plain = {name: part for name, part in entry.items() if name != "ends"}
    place.take("closed_at", {**plain, "where": where}, "the last event whose name says that it is over")
