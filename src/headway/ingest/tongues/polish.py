"""Polish: the headings of exports made in Poland."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = "klient|firma|nazwa firmy|nazwa klienta|kontrahent|nazwa kontrahenta|organizacja|przedsiębiorstwo"
TONGUE = Tongue(
    "pl",
    files={
        "accounts": "klienci|firmy|kontrahenci|organizacje|lista klientów",
        "contacts": "kontakty|osoby|osoby kontaktowe",
        "leads": "leady|zapytania",
        "deals": "szanse|szanse sprzedaży|transakcje|oferty|szanse sprzedażowe",
        "activities": "aktywności|działania|zadania|spotkania|wizyty",
        "reps": "handlowcy|sprzedawcy|użytkownicy|przedstawiciele|pracownicy",
        "subscriptions": "subskrypcje|umowy|abonamenty",
        "deal_lines": "pozycje|pozycje ofert|pozycje zamówień",
        "products": "produkty|towary|artykuły|cennik",
        "tickets": "zgłoszenia|sprawy|reklamacje",
        "deal_changes": "historia pól|historia szans|historia etapów|historia zmian|historia transakcji",
        "fx_rates": "kursy walut|kursy|kursy wymiany",
    },
    everywhere={
        "currency": "waluta|kod waluty",
        "created_at": "data utworzenia|czas utworzenia|godzina utworzenia|utworzono|data dodania|data założenia|"
        "utworzony|utworzona|data rejestracji|"
        "założono|dodano|utworzone",
        "email": "adres e-mail|adres email|poczta|e-mail kontaktowy",
        "account_id": "numer klienta|id klienta|id firmy|nr klienta|kod klienta|numer kontrahenta|id kontrahenta",
        "rep_id": "właściciel|opiekun|handlowiec|sprzedawca|przedstawiciel|osoba odpowiedzialna|odpowiedzialny|"
        "przypisany do|opiekun klienta|przedstawiciel handlowy|właściciel szansy|właściciel szansy sprzedaży|"
        "właściciel transakcji",
        "deal_id": "id szansy|numer szansy|nr szansy|szansa sprzedaży|id transakcji|numer transakcji",
        "product_id": "id produktu|kod produktu|numer produktu|indeks|kod towaru",
        "field": "pole / zdarzenie|pole|nazwa pola|właściwość|zmienione pole",
        "old_value": "stara wartość|poprzednia wartość|wartość przed",
        "new_value": "nowa wartość|wartość po|wartość",
        "changed_at": "data edycji|data modyfikacji|data zmiany|zmodyfikowano|zmieniono",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|nazwa",
            "domain": "strona www|witryna|strona internetowa|adres www",
            "industry": "branża|sektor",
            "country": "kraj|państwo",
            "employees": "liczba pracowników|zatrudnienie|pracownicy",
            "segment": "segment klienta|grupa klientów|typ klienta|kategoria klienta",
            "parent_account_id": "firma nadrzędna|spółka matka|klient nadrzędny",
        },
        "contacts": {
            "contact_id": "id kontaktu|numer kontaktu|id osoby",
            "account_id": _COMPANY,
            "name": "imię i nazwisko|nazwisko i imię|kontakt|osoba|osoba kontaktowa",
            "title": "stanowisko|funkcja",
        },
        "leads": {
            "lead_id": "id leada|numer leada|nr leada",
            "source": "źródło|źródło leada|źródło pozyskania|pochodzenie",
            "campaign": "kampania|nazwa kampanii",
            "company": _COMPANY,
            "mql_at": "data mql",
            "sql_at": "data sql",
            "converted_at": "data konwersji|przekonwertowano",
            "disqualified_at": "data odrzucenia|data dyskwalifikacji",
            "disqualified_reason": "powód odrzucenia|powód dyskwalifikacji",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "nazwa szansy|tytuł|temat|nazwa transakcji|nazwa",
            "kind": "typ|rodzaj|typ szansy|typ transakcji",
            "stage": "etap|faza|etap sprzedaży|etap szansy|etap lejka",
            "status": "status szansy|wynik|status transakcji|stan",
            "amount": "kwota|wartość|wartość szansy|wartość netto|wartość transakcji|wartość oferty",
            "closed_at": "data zamknięcia|zamknięto|zamknięta|data wygranej|data zakończenia",
            "expected_close_on": "przewidywana data zamknięcia|planowana data zamknięcia|oczekiwana data zamknięcia|"
            "spodziewana data zamknięcia",
            "lost_reason": "powód przegranej|przyczyna przegranej|powód utraty|powód straty",
            "competitor": "konkurent|konkurencja",
        },
        "activities": {
            "activity_id": "id aktywności|numer aktywności|id zadania|id działania",
            "kind": "typ|rodzaj|typ aktywności|rodzaj aktywności|typ działania",
            "direction": "kierunek|kierunek połączenia",
            "occurred_at": "data aktywności|termin|data rozpoczęcia|początek|data wykonania|data spotkania|data",
            "minutes": "czas trwania|minuty|długość",
            "account_id": _COMPANY,
            "contact_id": "kontakt|id kontaktu|osoba kontaktowa",
            "deal_id": "szansa|transakcja",
            "subject": "temat|tytuł",
            "body": "opis|notatka|notatki|treść|komentarz|uwagi",
        },
        "reps": {
            "rep_id": "id pracownika|numer pracownika|id użytkownika|id handlowca",
            "name": "imię i nazwisko|nazwisko|nazwa użytkownika",
            "team": "zespół|dział|region|oddział",
            "manager_rep_id": "przełożony|kierownik|menedżer",
            "started_on": "data zatrudnienia|zatrudniony od",
            "ended_on": "data odejścia|data zwolnienia|zatrudniony do",
        },
        "subscriptions": {
            "subscription_id": "numer umowy|id umowy|nr umowy|umowa|id subskrypcji|numer subskrypcji",
            "account_id": _COMPANY,
            "product_id": "produkt|plan taryfowy|abonament|pakiet",
            "arr": "wartość roczna|roczna wartość|kwota roczna|opłata roczna",
            "started_on": "data rozpoczęcia|początek umowy|od|ważna od|data startu",
            "ended_on": "data zakończenia|koniec umowy|do|ważna do|data rozwiązania|data wypowiedzenia",
            "end_reason": "powód rozwiązania|powód rezygnacji|przyczyna rezygnacji",
            "renews_on": "data odnowienia|data przedłużenia|następne odnowienie",
        },
        "deal_lines": {
            "product_id": "produkt|towar|nazwa produktu|artykuł",
            "quantity": "ilość|liczba|liczba sztuk",
            "list_price": "cena katalogowa|cena cennikowa",
            "price": "cena|cena jednostkowa|cena netto|cena sprzedaży",
            "unit_cost": "koszt|koszt jednostkowy|cena zakupu",
        },
        "products": {
            "name": "nazwa|nazwa produktu|produkt|towar|nazwa towaru",
            "family": "kategoria|grupa produktów|rodzina|grupa towarowa",
            "list_price": "cena|cena katalogowa|cena sprzedaży|cena jednostkowa",
            "unit_cost": "koszt|cena zakupu|koszt jednostkowy",
        },
        "tickets": {
            "ticket_id": "numer zgłoszenia|id zgłoszenia|nr zgłoszenia|numer sprawy",
            "account_id": _COMPANY,
            "opened_at": "data zgłoszenia|zgłoszono|data otwarcia|data utworzenia|utworzono",
            "closed_at": "data zamknięcia|zamknięto|data rozwiązania|rozwiązano",
            "severity": "priorytet|ważność|pilność",
            "capability": "temat|kategoria|obszar|moduł",
        },
        "fx_rates": {
            "day": "data|dzień|data kursu",
            "rate": "kurs|kurs wymiany|kurs średni",
            "to_currency": "waluta docelowa|waluta bazowa",
        },
    },
    either={
        "deals": {
            "data": "created_at|closed_at",
            "numer": "deal_id|account_id",
            "data sprzedaży": "created_at|closed_at",
        },
        "accounts": {"numer": "account_id|parent_account_id", "typ": "segment|industry"},
        "subscriptions": {"data": "started_on|ended_on", "kwota": "arr", "wartość": "arr"},
        "tickets": {"data": "opened_at|closed_at"},
        "reps": {"data": "started_on|ended_on"},
    },
    won="wygran[aeyo]|wygraliśmy|pozyskan[aeyo]",
    lost="przegran[aeyo]|zdyskwalifikowan[aeyo]|utracon[aeyo]|stracon[aeyo]|odrzucon[aeyo]|anulowan[aeyo]|rezygnacja",
    open="otwart|w toku|w trakcie|oferta|negocjacj|kwalifikacj|kontakt|analiza|prezentacj|decyzj|now[aey]|"
    "aktywn|spotkani",
    refusal="nie|brak",
    deleted="usunięt[yaeo]",
    ended="zamknięt[yaeo]|rozwiązan[yaeo]|zakończon[yaeo]",
    actual="rzeczywist|faktyczn",
    kinds={
        "renewal": "odnow|przedłuż",
        "expansion": "rozszerz|dosprzeda|istniej|obecn",
        "new": "now[aey]|pierwsz",
    },
    activities={
        "call": "rozmowa|telefon",
        "meeting": "spotkani|wizyt",
        "note": "notatk",
        "task": "zadanie",
    },
)
