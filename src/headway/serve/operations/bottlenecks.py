"""Bottlenecks: where deals wait, which way they leave, and what the wait costs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from headway.errors import UsageError
from headway.question import Answer, question
from headway.units import DAYS, show, show_range

if TYPE_CHECKING:
    from headway.explain.bottlenecks.reading import Asked, Process
    from headway.workspace import Ask

_ASSUMED = (
    "gain = velocity × saved × share of deals that come to the stage ÷ (cycle − saved × share), saved = the stage's "
    "median less its own lower quartile; it assumes that as many deals stay open as now (Little's law)"
)
_TIMES = "times are from the stage history to the second; a deal that came back stays twice, an open stay is censored"
_FAR_LONGER = 1.5  # times as long as the next, range against range
_CLEAR = "clear: the range of the gain is above 0, and half as many days again are saved as in the others on average"


@question("Bottlenecks: where deals wait", groups=True, windows=True, daily=True)
def bottlenecks(
    ask: Ask,
    *,
    moves: Annotated[bool, "which stage follows which, and the time between, instead of stages"] = False,
    milestones: Annotated[bool, "the way of won deals, from first coming to first coming, instead of stages"] = False,
    variants: Annotated[bool, "the ways that deals take from stage to stage, instead of stages"] = False,
) -> Answer:
    """Time in each stage, the ways out of it, and the money per day that a quicker stage would bring."""
    from headway.explain.bottlenecks.reading import Asked
    from headway.measure.measuring import first_day

    if moves + milestones + variants > 1:
        raise UsageError("bottlenecks", "answers one of them at a time", "give --moves, --milestones or --variants")
    opened = first_day(ask.book)
    if opened is None:
        return Answer("bottlenecks", ask.as_of, "No deal was known by then.", (), ("no deals by then",))
    asked = Asked(ask.start or opened, min(ask.end or ask.as_of, ask.as_of), ask.by, ask.where)
    if asked.end < asked.start:
        return Answer("bottlenecks", ask.as_of, "The window lies after the day asked for.", (), ("empty window",))
    if moves or milestones or variants:
        return _ways(ask, asked, "moves" if moves else "milestones" if milestones else "variants")
    return _stages(ask, asked)


def _stages(ask: Ask, asked: Asked) -> Answer:
    """The stages by the columns that were asked for; where others are asked for in turn, all are read once."""
    if ask.by not in ask.beside:
        return _by_stage(ask, asked)
    every = ask.book.kept(f"bottlenecks|{ask.beside}|{asked}", lambda: _every(ask, asked))
    return Answer.from_json(every[ask.beside.index(ask.by)])


def _every(ask: Ask, asked: Asked) -> list[dict[str, Any]]:
    """The answers of all groupings, as JSON."""
    from headway.explain.bottlenecks.reading import read_process

    columns = tuple(dict.fromkeys(column for by in ask.beside for column in by))
    read = read_process(ask.book, replace(asked, by=()), [], columns)
    return [_by_stage(replace(ask, by=by), replace(asked, by=by), read).to_json() for by in ask.beside]


def _by_stage(ask: Ask, asked: Asked, read: Process | None = None) -> Answer:
    from headway.explain.bottlenecks.waits import read_waits
    from headway.explain.bottlenecks.ways import longest_passage

    found = read_waits(ask.book, asked, read)
    if found is None:
        return _nothing(ask)
    rows = found.rows(ask.by)
    told, deals = int(found.process.told.sum()), found.process.told.size
    notes = [_ASSUMED, _TIMES, _CLEAR]
    if told < deals:
        notes.append(f"{deals - told:,} of {deals:,} deals have no stage history; their stages have no times")
    if not ask.by and (longest := longest_passage(found.process)):
        notes.append(f"{longest} (--milestones)")
    notes.append(f"deals opened {asked.start} to {asked.end}: {deals:,}")
    return Answer("bottlenecks", ask.as_of, sentence(rows, ask.by), rows, notes)


def _nothing(ask: Ask) -> Answer:
    if "stage" in ask.book.histories:
        why = "no deal of this window and these values has a stage history"
        return Answer("bottlenecks", ask.as_of, "No deal that was asked for has a stage history.", (), (why,))
    why = "no stage history by then: from creation and closing alone nobody can say how long a stage took"
    return Answer("bottlenecks", ask.as_of, "Where deals wait is not known: there is no stage history.", (), (why,))


def sentence(rows: list[dict[str, Any]], by: tuple[str, ...]) -> str:
    """What stands first: the stage that clearly holds deals up, or none; and one in which all stay far longer."""
    clear = next((row for row in rows if row["clear"]), None)
    first = clear or next((row for row in rows if row["gain"].known), None) or (rows[0] if rows else None)
    if first is None:
        return "No deal has been in any stage."
    group = ", ".join(str(first[column]) for column in by if first[column] is not None)
    where = f"{first['stage']} ({group})" if group else first["stage"]
    days = first["days"]
    half = f"half stay longer than {show(days.value, DAYS)}" if days.known else days.reason
    gain = first["gain"]
    if not gain.known:
        return f"What a wait costs is not known: {gain.reason}. In {where} {half}."
    worth = f"leaving it as soon as its quickest quarter does would bring {show(gain.value, gain.unit)}"
    longest = "" if by else _longest(rows, first)
    if clear is None and longest:
        return f"{longest} Most would come from {where}: {half}; {worth} ({show_range(gain)})."
    if clear is None:
        return f"No stage clearly holds deals up. Most would come from {where}: {half}; {worth} ({show_range(gain)})."
    return f"{where} holds deals up: {half}; {worth} ({show_range(gain)}). {longest}".rstrip()


def _longest(rows: list[dict[str, Any]], first: dict[str, Any]) -> str:
    """A stage in which deals stay far longer than in the others, and all of them: its gain cannot show it."""
    known = sorted((row for row in rows if row["days"].known), key=lambda row: -row["days"].value)
    if len(known) < 2 or known[0] is first or known[0]["days"].low < _FAR_LONGER * known[1]["days"].high:
        return ""
    days = known[0]["days"]
    return (
        f"Deals stay by far the longest in {known[0]['stage']}, half of them longer than {show(days.value, DAYS)}; "
        "nearly all do, so nothing here shows how much quicker it could be."
    )


def _ways(ask: Ask, asked: Asked, kind: str) -> Answer:
    from headway.explain.bottlenecks import ways

    found = getattr(ways, kind)(ask.book, asked)
    if found is None:
        return _nothing(ask)
    return Answer("bottlenecks", ask.as_of, found.sentence, found.rows, found.notes)
