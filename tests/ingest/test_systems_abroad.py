"""The systems' own exports in other languages are mapped without a hand, and what is missing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.loads import load
from tests.ingest.test_framing import init

# The first deal of each is worth 5, and the second one 6; what became of them.
EXPORTS = {
    "pipedrive in French": (
        ("Affaire - ID,Affaire - Titre,Affaire - Propriétaire,Affaire - Valeur,Affaire - Statut,"
         "Affaire - Affaire créée,Organisation - Nom"),
        ("1,Un,Ann,5,Gagné,2025-03-01,Acme", "2,Deux,Bo,6,Perdu,2025-03-02,Acme"),
        {
            "account_id": "Organisation - Nom", "name": "Affaire - Titre", "rep_id": "Affaire - Propriétaire",
            "created_at": "Affaire - Affaire créée", "amount": "Affaire - Valeur",
        },
        ["won", "lost"],
    ),
    "zoho in Spanish": (
        "ID de registro,Nombre de Trato,Nombre de Cuenta,Propietario de Trato,Fase,Importe,Hora de creación",
        ("1,Uno,Acme,Ann,Cerrado ganado,5,2025-03-01", "2,Dos,Acme,Bo,Cerrado perdido,6,2025-03-02"),
        {
            "account_id": "Nombre de Cuenta", "name": "Nombre de Trato", "rep_id": "Propietario de Trato",
            "created_at": "Hora de creación",
        },
        ["won", "lost"],
    ),
    "dynamics in German": (
        ("(Nicht ändern) Verkaufschance,Thema,Potenzieller Kunde,Besitzer,Geschätzter Umsatz,"
         "Geschätztes Abschlussdatum,Tatsächlicher Umsatz,Tatsächliches Abschlussdatum,Status,Erstellt am"),
        (
            "1,Eins,Acme,Ann,5,2025-04-01,5,2025-04-02,Gewonnen,2025-03-01",
            "2,Zwei,Acme,Bo,6,2025-04-01,0,2025-04-03,Verloren,2025-03-02",
        ),
        {
            "amount": "Geschätzter Umsatz", "expected_close_on": "Geschätztes Abschlussdatum",
            "closed_at": "Tatsächliches Abschlussdatum",
        },
        ["won", "lost"],
    ),
    "hubspot in Portuguese": (
        "ID do registro,Nome do negócio,Etapa do negócio,Data de fechamento,Data de criação,Valor",
        ("1,Um,Negócio fechado,2025-04-01,2025-03-01,5", "2,Dois,Negócio perdido,2025-04-02,2025-03-02,6"),
        {
            "stage": "Etapa do negócio",
            "status": {"column": "Etapa do negócio", "map": {"Negócio fechado": "won", "Negócio perdido": "lost"}},
        },
        ["won", "lost"],
    ),
    "odoo by field names": (
        "id,name,type,partner_id/id,user_id/name,stage_id/name,expected_revenue,probability,active,create_date",
        ("x.1,A,opportunity,p1,Ann,Gagné,5,100,True,2025-03-01", "x.2,B,opportunity,p1,Bo,Neuf,6,0,True,2025-03-02"),
        {"rep_id": "user_id/name", "stage": "stage_id/name"},
        ["won", "open"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("system", EXPORTS)
def test_the_export_of_a_system_in_another_language_is_mapped(tmp_path: Path, system: str) -> None:
    head, rows, wanted, statuses = EXPORTS[system]
    name = "crm.lead" if system.startswith("odoo") else "export"
    mapped, report = init(tmp_path, **{name: "\n".join((head, *rows)) + "\n"})
    assert report.complete, report.unplaced
    assert {column: mapped["deals"].get(column) for column in wanted} == wanted
    found = load(tmp_path / "export" / f"{name}.csv", mapping=mapped["deals"])
    assert [(row["status"], row["amount"]) for row in found.rows] == list(zip(statuses, (5, 6), strict=True))


def test_a_history_of_fields_in_german_is_read(tmp_path: Path) -> None:
    mapped, _ = init(
        tmp_path,
        chancen="Verkaufschance-Nr,Phase,Status,Erstellt am\nX1,Neu,Gewonnen,2025-02-02\nX2,Neu,Verloren,2025-02-03\n",
        verlauf="Verkaufschance-Nr,Feld,Alter Wert,Neuer Wert,Geändert am\nX1,Phase,,Kontakt,2025-02-02 09:00:00\n",
    )
    assert mapped["deal_changes"]["field"] == {"column": "Feld", "map": {"Phase": "stage"}}


def test_that_no_deal_can_be_told_to_be_won_is_said(tmp_path: Path) -> None:
    rows = "1,2025-03-01,2025-04-01,Xa\n2,2025-03-02,2025-04-02,Xb\n"
    _, report = init(tmp_path, deals=f"deal_id,created_at,closed_at,stage\n{rows}")
    assert any("deals.status was not found" in sentence for sentence in report.unplaced)
    _, report = init(
        _made(tmp_path / "b"), deals=f"deal_id,created_at,closed_at,stage\n{rows}".replace("Xb", "Closed Won")
    )
    assert not any("deals.status" in sentence for sentence in report.unplaced)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder
