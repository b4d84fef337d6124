"""Today: what one seller does next, why, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from headway.errors import NotFoundError
from headway.question import Question
from headway.serve.web import words
from headway.serve.web.marks import E, Mark, Scale, known, mark, scale_over, total
from headway.serve.web.page import Page, Rows, View

if TYPE_CHECKING:
    from headway.serve.api import Call
    from headway.serve.web.answers import Answers
    from headway.serve.web.visit import Visit

HANDLED = 12
EVERYONE, NOBODY = "all", "unassigned"
PARAMETERS = frozenset({"rep", "action", "did"})
VERDICTS = {"done": "Done", "later": "Later", "dismissed": "Not useful"}
_BASIS = {
    "data": "Learned from {n} cases like it here.",
    "prior": "A starting belief, not yet learned from your own cases.",
    "both": "A starting belief, corrected by {n} of your own cases.",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One action in the list."""

    row: Mapping[str, Any]
    gain: Mark
    due: str
    href: str
    selected: bool
    then: str

    @property
    def remarks(self) -> list[str]:
        """What to bear in mind about the figure, in two or three words each."""
        said = [] if self.gain.clear else ["not clear yet"]
        said += [] if self.row.get("worth_stated", True) else ["worth not known: a usual win's"]
        return said + (["few deals yet"] if self.gain.known and self.gain.few else [])


async def view(desk: Answers, call: Call, visit: Visit, question: Question) -> View:
    """One seller's day, or with ``rep=all`` every seller's in one line each."""
    answer = await desk.read(with_decided(call, question))
    rows = answer["rows"]
    sellers = sellers_of(rows)
    rep = visit.get("rep") or next(iter(sellers), "")
    if rep not in sellers and rep not in ("", EVERYONE):
        raise NotFoundError(rep[:80], "is no seller with anything to do", "open the page of all sellers")
    shared = {"answer": answer, "sellers": sellers, "rep": rep, "question": question}
    if rep == EVERYONE:
        return View("sellers.html", "Sellers", shared | {"lines": lines(rows, sellers, visit)})
    status = await desk.status()
    zone = ZoneInfo(status.timezone if status else "UTC")
    mine = [row for row in rows if key_of(row) == rep]
    await desk.expose((row["action_id"] for row in mine), date.fromisoformat(answer["as_of"]))
    return View("today.html", "Today", shared | day(mine, answer, visit, visit.now.astimezone(zone)))


def with_decided(call: Call, question: Question) -> Call:
    """The call that also brings what was decided on, so that it can be undone."""
    takes = any(option.name == "decided" for option in question.options)
    return replace(call, options={**call.options, "decided": True}) if takes else call


def key_of(row: Mapping[str, Any]) -> str:
    """The seller's id in an address."""
    return str(row.get("rep_id") or NOBODY)


def sellers_of(rows: Rows) -> dict[str, str]:
    """Sellers with anything to do, id to name, by name."""
    names = {key_of(row): str(row.get("rep_name") or row.get("rep_id") or "No seller") for row in rows}
    return dict(sorted(names.items(), key=lambda item: (item[0] == NOBODY, item[1], item[0])))


def day(rows: Rows, answer: Mapping[str, Any], visit: Visit, local: datetime) -> dict[str, Any]:
    """Everything that the page of one seller shows."""
    today = date.fromisoformat(answer["as_of"])
    todo = [row for row in rows if not row.get("decided")]
    chosen = selected(todo, visit.get("action"))
    scale = scale_over((row["gain"] for row in todo), zero=True)
    cards = [card(row, todo, scale, today, visit, chosen) for row in todo]
    open_card = next((c for c in cards if c.selected), None)
    did = next((row for row in rows if row["action_id"] == visit.get("did") and row.get("decided")), None)
    return {
        "head_text": headline(rows, todo, local),
        "lede": lede(todo) if rows else answer["answer"],
        "groups": [(title, [c for c in cards if kind_of(c.row) == kind]) for title, kind in _GROUPS],
        "count": len(todo),
        "open": open_card,
        "detail": detail(open_card) if open_card else None,
        "handled": [row for row in rows if row.get("decided")][:HANDLED],
        "did": did,
        "verdicts": VERDICTS,
        "none_clear": bool(todo) and not any(c.gain.clear and c.gain.known for c in cards),
        "here": visit,
    }


_GROUPS = (("Do", "do"), ("Stop", "stop"))


def kind_of(row: Mapping[str, Any]) -> str:
    """``do`` or ``stop``."""
    return "stop" if row.get("kind") == "stop" else "do"


def selected(todo: Rows, wanted: str) -> str:
    """The id of the action that stands open: the one asked for, else the first one shown."""
    ids = [row["action_id"] for row in sorted(todo, key=kind_of)]
    return wanted if wanted in ids else next(iter(ids), "")


def card(row: Mapping[str, Any], todo: Rows, scale: Scale, today: date, visit: Visit, chosen: str) -> Card:
    """One action with its figure on the list's scale, and the action that comes after it."""
    ids = [other["action_id"] for other in sorted(todo, key=kind_of)]
    place = ids.index(row["action_id"])
    after = ids[place + 1 :] or ids[:place][-1:]
    due_on = row.get("due_on")
    return Card(
        row=row,
        gain=mark(row["gain"], scale, signed=True),
        due=words.due(date.fromisoformat(due_on) if due_on else None, today),
        href=visit.link("/", action=row["action_id"], did=None),
        selected=row["action_id"] == chosen,
        then=after[0] if after else "",
    )


def headline(rows: Rows, todo: Rows, local: datetime) -> str:
    """The answer as a greeting."""
    name = str(rows[0].get("rep_name") or "") if rows else ""
    hello = f"{words.greeting(local)}, {name.split()[0]}." if name else f"{words.greeting(local)}."
    if not todo:
        return f"{hello} Nothing is waiting."
    things = "thing" if len(todo) == 1 else "things"
    return f"{hello} {words.number(len(todo))} {things} worth doing."


def lede(todo: Rows) -> str:
    """What the list costs, and what those whose gain is clear of zero bring together."""
    if not todo:
        return "Everything on the list has been dealt with. New actions come with the next sync."
    time = f"About {words.minutes(sum(float(row.get('minutes') or 0) for row in todo))}"
    clear = [row["gain"] for row in todo if mark(row["gain"], _ANY, signed=True).clear and known([row["gain"]])]
    worth = total(clear)
    if worth is None:
        return f"{time}; no gain is clear of zero yet."
    figure = mark(worth, _ANY, signed=True)
    unclear = len(todo) - len(clear)
    rest = f" {words.number(unclear)} of them {'is' if unclear == 1 else 'are'} not clear yet." if unclear else ""
    return f"{time}, worth {figure.text.removeprefix('+')} ({figure.likely}).{rest}"


_ANY = Scale(0.0, 1.0)


def detail(open_card: Card) -> dict[str, Any]:
    """The pane beside the list: odds now and with the action, on one scale, and the ground it stands on."""
    row = open_card.row
    odds: Mapping[str, E] = row.get("odds") or {}
    found = known(odds.values())
    scale = Scale(0.0, min(1.0, max(0.1, scale_over(found).high * 1.08)))
    named = (("As it stands", "now", "calm"), ("With this", "with", "good"))
    bars = [(text, mark(odds[key], scale, tone=tone)) for text, key, tone in named if odds.get(key)] if found else []
    basis = _BASIS.get(row.get("basis", ""), "").format(n=f"{int(row['gain'].get('n') or 0):,}")
    ticks = [(scale.at(tick), f"{tick:.0%}") for tick in scale.ticks(5)]
    return {"bars": bars, "ticks": ticks, "basis": basis}


def lines(rows: Rows, sellers: Mapping[str, str], visit: Visit) -> list[dict[str, Any]]:
    """One line a seller: how much there is to do, what it is worth, and what comes first."""
    mine = {rep: [r for r in rows if key_of(r) == rep and not r.get("decided")] for rep in sellers}
    worth = {rep: total(row["gain"] for row in todo) for rep, todo in mine.items()}
    scale = scale_over(worth.values(), zero=True)
    return [
        {
            "name": name,
            "href": visit.link("/", rep=rep, action=None, did=None),
            "count": len(mine[rep]),
            "minutes": words.minutes(sum(float(row.get("minutes") or 0) for row in mine[rep])),
            "worth": mark(worth[rep], scale, signed=True) if mine[rep] else None,
            "first": mine[rep][0]["title"] if mine[rep] else "Nothing is waiting",
        }
        for rep, name in sellers.items()
    ]


PAGE = Page(view, PARAMETERS)
