"""What companies and people are called is one text however it was written down."""

from __future__ import annotations

import duckdb
import ibis
import pytest

from headway.model import spoken


def made(how, text: str) -> str:
    sql = ibis.to_sql(how(ibis.literal(text)), dialect="duckdb")
    ((found,),) = duckdb.sql(str(sql)).fetchall()
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zażółć Łódź Sp. z o.o.", "ZAZOLC LODZ"),
        ("Zażółć Łódź spółka z o.o.", "Zazolc Lodz sp.zo.o."),
        ("Kovács és Társa Kft.", "Kovacs"),
        ("Grün Maschinen GmbH & Co. KG", "Gruen Maschinen"),
        ("Huber & Söhne AG", "Huber & Soehne"),
        ("Novák Stroje, s. r. o.", "Novak Stroje s.r.o."),
        ("Rossi Ferro S.r.l.", "ROSSI FERRO"),
        ("Vis & Zn. B.V.", "Vis & Zn"),
        ("Nordic Tåg AB", "Nordic Tag"),
        ("Ærø Skibe A/S", "Aeroe Skibe"),
        ("Suomen Sähkö Oy", "Suomen Sahko"),
        ("Padaria São João Ltda.", "Padaria Sao Joao"),
        ("ООО «Ромашка»", "Ромашка"),
        ("株式会社山田製作所", "山田製作所(株)"),
        ("Hernández S.A. de C.V.", "Hernandez"),
    ],
)
def test_a_company_is_one_whatever_its_legal_form_and_accents(one: str, other: str) -> None:
    assert made(spoken.company, one) == made(spoken.company, other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bau Nord GmbH", "Bau Süd GmbH"),
        ("Müller Maschinen", "Möller Maschinen"),
        ("Alfa Sp. z o.o.", "Alfa Beta Sp. z o.o."),
        ("Rossi Ferro S.r.l.", "Rosso Ferro S.r.l."),
        ("Vis & Zn", "Vis"),
        ("Delta AG", "Delta Airlines AG"),
        ("Steel One Inc.", "Steel Two Inc."),
        ("Roe & Partner", "Rowe & Partner"),
        ("Acme 1", "Acme 2"),
        ("ООО «Ромашка»", "ООО «Рубашка»"),
        ("株式会社山田製作所", "株式会社田中製作所"),
        ("Inc", "Ltd"),
    ],
)
def test_companies_that_differ_in_more_than_form_and_accents_stay_two(one: str, other: str) -> None:
    assert made(spoken.company, one) != made(spoken.company, other)


@pytest.mark.parametrize("name", ["SE", "Sa", "San Miguel", "Ad Astra", "As de Pique", "Co Working"])
def test_a_word_that_is_a_form_elsewhere_is_left_where_it_is_none(name: str) -> None:
    assert len(made(spoken.company, name).split()) == len(name.split())


def test_a_person_is_one_whatever_the_order_and_the_accents_of_the_name() -> None:
    names = ("Jan Kowalski", "KOWALSKI, Jan", "Ján Kowalski ")
    assert {made(spoken.person, name) for name in names} == {"jan kowalski"}
