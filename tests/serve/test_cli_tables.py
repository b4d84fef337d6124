"""Tables in a terminal: the sentence, figures with their interval and n, then the notes."""

from __future__ import annotations

from headway.serve.cli.tables import print_answer

KNOWN = {"value": 0.31, "low": 0.25, "high": 0.37, "n": 84, "unit": "share"}
UNKNOWN = {"value": None, "reason": "no subscriptions"}


def shown(capsys, rows, question="velocity", notes=()):
    print_answer({"question": question, "as_of": "2026-01-31", "answer": "It moves.", "rows": rows, "notes": notes})
    return capsys.readouterr().out


def test_groups_are_rows_and_figures_carry_interval_and_n(capsys):
    text = shown(capsys, [{"rep_id": "r1", "win_rate": KNOWN}, {"rep_id": "r2", "win_rate": UNKNOWN}])
    assert text.startswith("It moves.\n")
    assert "31% (25% to 37%), n 84" in text
    assert "not known" in text


def test_one_row_lies_on_its_side_and_says_why_a_figure_is_not_known(capsys):
    text = shown(capsys, [{"win_rate": KNOWN, "retained": UNKNOWN}])
    assert "25% to 37%" in text
    assert "no subscriptions" in text


def test_notes_come_last_and_text_is_never_markup(capsys):
    text = shown(capsys, [{"name": "[bold]x[/bold]", "n": 3}], notes=["Two rows were [left] out."])
    assert "[bold]x[/bold]" in text
    assert text.rstrip().endswith("Note: Two rows were [left] out.")


def test_nothing_is_cut_when_piped(capsys):
    long = "word " * 100
    assert long.strip() in shown(capsys, [{"remedy": long.strip(), "rows": 1}, {"remedy": "b", "rows": 2}])


def test_actions_are_listed_seller_by_seller(capsys):
    action = {
        "rank": 1,
        "action_id": "a-1",
        "rep_id": "r1",
        "rep_name": "Dana",
        "title": "Agree a next step",
        "subtitle": "Brightwater · Propose · $84k",
        "gain": {"value": 4120.0, "low": 900.0, "high": 7300.0, "n": 84, "unit": "USD"},
        "basis": "prior",
        "minutes": 20,
        "due_on": None,
        "because": "No next step is dated.",
        "why": [],
    }
    text = shown(capsys, [action, action | {"rank": 1, "action_id": "a-2", "rep_id": "r2", "rep_name": "Eli"}], "next")
    assert text.index("Dana") < text.index("a-1") < text.index("Eli") < text.index("a-2")
    assert "Gain $4.1k ($900 to $7.3k), n 84 · from a shipped prior · 20 min" in text
