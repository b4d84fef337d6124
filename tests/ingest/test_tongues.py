"""Exports in other languages are mapped by their headings; a word that may mean two columns is asked about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from headway.engine.duckdb import DuckBuilder
from headway.ingest.layout import draft_of
from headway.ingest.meaning import activity_map, ends_case, is_guess, kind_map, outcome_of, says_deleted
from headway.ingest.names import plain_text
from headway.ingest.recognise import means
from headway.ingest.tongue import Tongue, either_of, foreign_words, spellings, tongues
from headway.schema import tables
from headway.schema.table import Type
from tests.ingest.test_framing import init

NOUNS = (
    "deals", "accounts", "contacts", "leads", "activities", "reps", "subscriptions", "deal_lines", "products",
    "tickets", "deal_changes",
)  # fmt: skip
VALUES = {
    Type.TIME: "2026-01-0{}", Type.DAY: "2026-02-0{}", Type.MONEY: "{}00.50", Type.NUMBER: "{}.5",
    Type.INTEGER: "{}0", Type.FLAG: "true",
}  # fmt: skip
# Where English files name rows by one heading, it stands for both of these.
PAIRS = {"accounts": {("account_id", "name")}, "products": {("product_id", "name")}, "reps": {("rep_id", "name")}}


def headings() -> Iterator[tuple[str, str, str]]:
    for table in NOUNS:
        for column in tables()[table].columns:
            for word in foreign_words(column):
                yield table, column.name, word


@pytest.mark.parametrize("table", NOUNS)
def test_no_word_means_two_columns_of_one_noun(table: str) -> None:
    meant: dict[str, set[str]] = {}
    for noun, column, word in headings():
        if noun == table:
            meant.setdefault(word, set()).add(column)
    english = {c.name: {plain_text(w) for w in (c.name, *c.headings)} for c in tables()[table].columns}
    for word, columns in meant.items():
        assert len(columns) == 1, (word, columns)
        (column,) = columns
        others = {name for name, words in english.items() if word in words and name != column}
        assert not others or (*sorted({column, *others}),) in PAIRS.get(table, set()), (word, column, others)
    assert not set(meant) & set(either_of(table)), "a word is asked about, and guessed"


@pytest.mark.parametrize("table", NOUNS)
def test_each_word_is_taken_for_its_column_before_any_other(table: str) -> None:
    for noun, column, word in headings():
        if noun == table:
            qualities = {c.name: means(c, word.capitalize()) for c in tables()[table].columns}
            best = max(qualities.values())
            tied = tuple(sorted(name for name, quality in qualities.items() if quality == best))
            assert qualities[column] == best > 0, (word, qualities)
            assert tied == (column,) or tied in PAIRS.get(table, ()), (word, tied)


def test_every_language_names_every_noun() -> None:
    known = {tongue.code for tongue in tongues()}
    assert {"de", "pl", "fr", "es", "pt", "it", "nl"} <= known
    for tongue in tongues():
        for table in NOUNS:
            assert tongue.files[table], (tongue.code, table)
            for column in tables()[table].columns:
                if column.required:
                    assert tongue.words(table, column.name), (tongue.code, table, column.name)
        for table, words in tongue.either.items():
            for column_names in words.values():
                assert set(column_names.split("|")) <= set(tables()[table].names), (tongue.code, table, words)


def of_noun(tongue: Tongue, table: str) -> dict[str, str]:
    """Our column → the language's most telling heading for it; won and lost stand in their own column."""
    return {
        c.name: words[0] for c in tables()[table].columns if (words := tongue.words(table, c.name)) and not c.closed
    }


def value_of(table: str, name: str, number: int) -> str:
    """A value of the column's type; of keys and what names them the same one everywhere."""
    column = tables()[table].column(name)
    named = column.refers or (table if name in tables()[table].key else name)
    return VALUES.get(column.type, f"{named} {{}}").format(number)


@pytest.mark.parametrize("tongue", tongues(), ids=lambda tongue: tongue.code)
def test_an_export_in_each_language_is_mapped_without_a_hand(tmp_path: Path, tongue: Tongue) -> None:
    for table in NOUNS:
        columns = of_noun(tongue, table)
        rows = [[value_of(table, name, n) for name in columns] for n in (1, 2, 3)]
        if table == "deals":
            columns["status"] = "Status"
            for row, word in zip(rows, (tongue.won, tongue.lost, tongue.open), strict=True):
                row.append(plain_word(word))
                row[list(columns).index("lost_reason")] *= word == tongue.lost
        text = "\n".join(";".join(row) for row in [[word.title() for word in columns.values()], *rows])
        (tmp_path / f"{tongue.files[table].split('|')[0]}.csv").write_text(text, encoding="utf-8")
    draft = draft_of(DuckBuilder(Path(":memory:")), tmp_path)
    placed = {place.table: place for place in draft.places}
    assert sorted(placed) == sorted(NOUNS), draft.notes
    for table in NOUNS:
        found = {name: str(placed[table].heading_of(name)).lower() for name in of_noun(tongue, table)}
        missed = {n: (word, found[n]) for n, word in of_noun(tongue, table).items() if found[n] != word}
        assert not missed, (table, missed, draft.notes)
    status = placed["deals"].columns["status"]["map"]
    assert list(status.values()).count("won") == list(status.values()).count("lost") == 1


def plain_word(words: str) -> str:
    """The first word of a pattern, as people write it."""
    first, *_ = words.split("|")
    stem, ending, _ = first.partition("[")
    return stem.replace("?", "") + ("a" if ending else "")


@pytest.mark.parametrize(
    ("outcome", "texts"),
    {
        "won": (
            "Gewonnen", "Geschlossen, gewonnen", "Wygrana", "Zamknięte - wygrane", "Gagnée",
            "Fermée gagnée", "Signé", "Ganada", "Cerrada ganada", "Ganho", "Fechado ganho", "Vinta", "Chiusa vinta",
            "Gewonnen (gesloten)", "Closed Won",
        ),
        "lost": (
            "Verloren", "Geschlossen, verloren", "Przegrana", "Zamknięte - przegrane", "Perdue", "Fermée perdue",
            "Perdida", "Cerrada perdida", "Perdido", "Persa", "Chiusa persa", "Nicht gewonnen", "Niet gewonnen",
            "Nie wygrana", "Non signé", "Não ganho", "Abgelehnt", "Annulée", "Anulowana",
            "Disqualifiziert", "Disqualifiée", "Squalificata",
        ),
        "open": ("Offen", "Verhandlung", "Otwarta", "En cours", "Abierta", "Em andamento", "Aperta", "Lopend", "Demo"),
    }.items(),
)  # fmt: skip
def test_how_a_deal_stands_is_told_in_each_language(outcome: str, texts: tuple[str, ...]) -> None:
    assert {text: outcome_of(text) for text in texts} == dict.fromkeys(texts, outcome)
    assert [text for text in texts if is_guess(text)] == []


@pytest.mark.parametrize(
    "text", ["Abgeschlossen", "Zamknięte", "Fermée", "Cerrada", "Fechado", "Chiusa", "Gesloten", "Terminated"]
)
def test_closed_alone_is_told_as_a_guess(text: str) -> None:
    assert is_guess(text)


def test_a_word_that_may_mean_two_columns_is_asked_about(tmp_path: Path) -> None:
    text = "Vorgangsnummer;Status;Datum;Betrag\n1;Gewonnen;2026-01-02;5\n2;Verloren;2026-01-03;6\n"
    tables_, report = init(tmp_path, deals=text)
    assert not report.complete
    assert "created_at" not in tables_["deals"]
    assert any("'Datum' may be deals.created_at or deals.closed_at" in sentence for sentence in report.unplaced)


def test_names_stand_for_a_key_that_a_file_does_not_have(tmp_path: Path) -> None:
    deals = "Vorgangsnummer;Firma;Status;Angelegt am\n1;Nordwerk;Gewonnen;2026-01-02\n2;Suedbau;Verloren;2026-01-03\n"
    mapped, report = init(tmp_path, deals=deals, kunden="Firma;Branche\nNordwerk;Bau\nSuedbau;Bau\n")
    assert report.complete
    assert (mapped["accounts"]["account_id"], mapped["deals"]["account_id"]) == ("Firma", "Firma")


def test_a_heading_is_known_without_its_marks() -> None:
    assert "waehrung" in spellings("Währung")
    assert "datazamkniecia" in spellings("Data zamknięcia")


@pytest.mark.parametrize(
    ("kind", "texts"),
    {
        "new": (
            "New Business", "Neugeschäft", "Neukunde", "Nouvelle affaire", "Nuevo negocio", "Novo negócio",
            "Nuovo cliente", "Nowy klient", "Nieuwe klant",
        ),
        "renewal": (
            "Renewal", "Verlängerung", "Renouvellement", "Renovación", "Renovação", "Rinnovo", "Odnowienie",
            "Verlenging",
        ),
        "expansion": (
            "Existing Business", "Erweiterung", "Bestandskunde", "Client existant", "Ampliación", "Cliente existente",
            "Expansão", "Cliente esistente", "Istniejący klient", "Uitbreiding", "Bestaande klant",
        ),
    }.items(),
)  # fmt: skip
def test_the_kind_of_a_deal_is_told_in_each_language(kind: str, texts: tuple[str, ...]) -> None:
    assert kind_map([*texts, "Innovation", "Partner", "Sonstiges"]) == dict.fromkeys(texts, kind)


@pytest.mark.parametrize("tongue", tongues(), ids=lambda tongue: tongue.code)
def test_every_language_says_what_values_mean(tongue: Tongue) -> None:
    assert all((tongue.won, tongue.lost, tongue.open, tongue.refusal, tongue.deleted, tongue.ended, tongue.actual))
    assert {*tongue.kinds} == {"new", "renewal", "expansion"}
    assert {"call", "meeting", "task"} <= {*tongue.activities}


@pytest.mark.parametrize(
    ("says", "texts"),
    {
        says_deleted: (
            "Gelöscht", "Supprimé", "Supprimée", "Eliminado", "Eliminata", "Excluído", "Apagada", "Usunięta",
            "Verwijderd",
        ),
        ends_case: (
            "Gelöst", "Erledigt", "Ticket geschlossen", "Résolue", "Fermé", "Clôturée", "Resuelta", "Cerrado",
            "Chiusa", "Risolto", "Resolvido", "Fechada", "Concluído", "Zamknięte", "Rozwiązano", "Opgelost", "Gesloten",
        ),
    }.items(),
    ids=("deleted", "ended"),
)  # fmt: skip
def test_what_is_deleted_or_over_is_told_in_each_language(says: Callable[[str], bool], texts: tuple[str, ...]) -> None:
    assert [text for text in texts if not says(text)] == []
    assert [text for text in ("Offen", "En cours", "Abierta", "Aperto", "Otwarte", "Lopend") if says(text)] == []


@pytest.mark.parametrize(
    ("kind", "texts"),
    {
        "call": (
            "Anruf", "Telefonat", "Appel téléphonique", "Llamada", "Chiamata", "Ligação", "Chamada", "Telefoongesprek",
            "Rozmowa telefoniczna",
        ),
        "meeting": (
            "Termin", "Besprechung", "Réunion", "Rendez-vous", "Reunión", "Riunione", "Appuntamento", "Reunião",
            "Spotkanie", "Afspraak", "Vergadering",
        ),
        "email": ("E-Mail", "Courriel", "Correo electrónico", "Posta elettronica", "Wiadomość e-mail"),
        "note": ("Notiz", "Note", "Nota", "Notatka", "Notitie"),
        "task": ("Aufgabe", "Tâche", "Tarea", "Compito", "Tarefa", "Zadanie", "Taak"),
    }.items(),
)  # fmt: skip
def test_the_kind_of_an_activity_is_told_in_each_language(kind: str, texts: tuple[str, ...]) -> None:
    assert activity_map([*texts, "Sonstiges", "Zoom"]) == dict.fromkeys(texts, kind)
