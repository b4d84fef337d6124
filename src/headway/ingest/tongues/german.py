"""German: the headings of exports made in Germany, Austria and Switzerland."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = "kunde|firma|firmenname|kundenname|unternehmen|unternehmensname|organisation|account-name|mandant"
TONGUE = Tongue(
    "de",
    files={
        "accounts": "kunden|firmen|unternehmen|organisationen|kundenliste|kundenstamm|accounts",
        "contacts": "kontakte|ansprechpartner|personen|kontaktpersonen",
        "leads": "interessenten|anfragen|leads",
        "deals": "verkaufschancen|opportunities|geschäfte|deals|auftragschancen|chancen|vertriebschancen",
        "activities": "aktivitäten|aufgaben|termine|besuche|anrufe|kontakthistorie",
        "reps": "mitarbeiter|verkäufer|vertriebsmitarbeiter|benutzer|vertriebler|außendienst",
        "subscriptions": "abonnements|verträge|abos|vertragsliste|laufende verträge",
        "deal_lines": "positionen|auftragspositionen|angebotspositionen|opportunity-produkte",
        "products": "produkte|artikel|artikelstamm|produktliste",
        "tickets": "supportanfragen|vorgänge|störungen|servicefälle|kundenvorgänge",
        "deal_changes": "verlauf|feldhistorie|opportunity-feldhistorie|verkaufschancenhistorie|phasenhistorie|"
        "änderungshistorie|opportunity-verlauf|änderungsprotokoll",
        "fx_rates": "wechselkurse|devisenkurse|umrechnungskurse|kurse|währungskurse",
    },
    everywhere={
        "currency": "währung|währungscode|währungskürzel|iso-währung|währung (iso)",
        "created_at": "erstellt am|erstellungszeit|erstellungszeitpunkt|angelegt am|erstelldatum|erstellungsdatum|"
        "anlagedatum|eröffnet am|erfasst am|"
        "erstellt|anlage am|angelegt|eröffnet|erfasst",
        "email": "e-mail-adresse|mailadresse|emailadresse|mail",
        "account_id": "kundennummer|kunden-nr|kunden-id|firmen-id|firmennummer|account-id|debitor|debitorennummer|"
        "unternehmens-id|organisations-id",
        "rep_id": "verantwortlich|inhaber|besitzer|zuständig|betreuer|verkäufer|vertriebsmitarbeiter|bearbeiter|"
        "sachbearbeiter|kundenbetreuer|zuständiger mitarbeiter|verantwortlicher|mitarbeiter|opportunity-inhaber|"
        "inhaber der opportunity|deal-inhaber|zuständiger für deal|eigentümer|opportunity-eigentümer",
        "deal_id": "verkaufschance-nr|verkaufschancennummer|verkaufschance-id|"
        "deal-id|opportunity-id|chancen-id|verkaufschance|opportunity-nr|verkaufschancen-id|auftragschance",
        "product_id": "artikelnummer|artikel-nr|produkt-id|produktnummer|produktcode|artikelcode",
        "field": "feld / ereignis|feld|feldname|eigenschaft|geändertes feld|name der eigenschaft",
        "old_value": "alter wert|vorheriger wert|bisheriger wert|wert alt|wert vorher",
        "new_value": "neuer wert|wert neu|wert nachher|wert",
        "changed_at": "bearbeitungsdatum|geändert am|änderungsdatum|bearbeitet am|zeitstempel|datum der änderung|"
        "letzte änderung am",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|name der firma|accountname",
            "domain": "webseite|internetseite|homepage|internetadresse|web-adresse",
            "industry": "branche|wirtschaftszweig|industriezweig",
            "country": "land|rechnungsland|land (rechnung)|staat",
            "employees": "mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|mitarbeiteranzahl|beschäftigte",
            "segment": "kundensegment|kundengruppe|kundenklasse|kundentyp|abc-klasse",
            "parent_account_id": "muttergesellschaft|konzernmutter|übergeordneter account|mutterunternehmen|konzern",
        },
        "contacts": {
            "contact_id": "kontakt-id|kontaktnummer|personen-id|ansprechpartner-id|kontakt-nr",
            "account_id": _COMPANY,
            "name": "vollständiger name|ansprechpartner|kontaktname|kontakt|kontaktperson",
            "title": "funktion|berufsbezeichnung|stellenbezeichnung|jobtitel",
        },
        "leads": {
            "lead_id": "lead-nr|leadnummer|interessenten-id|anfragenummer|anfrage-id",
            "source": "leadquelle|herkunft|lead-herkunft|ursprüngliche quelle|quelle",
            "campaign": "kampagne|kampagnenname|werbeaktion",
            "company": _COMPANY,
            "mql_at": "mql-datum|marketing-qualifiziert am",
            "sql_at": "sql-datum|vertrieblich qualifiziert am",
            "converted_at": "konvertiert am|konvertierungsdatum|umgewandelt am",
            "disqualified_at": "disqualifiziert am|verworfen am",
            "disqualified_reason": "disqualifizierungsgrund|ablehnungsgrund",
        },
        "deals": {
            "deal_id": "vorgangsnummer|chancennummer|datensatz-id|geschäfts-id",
            "account_id": f"{_COMPANY}|potenzieller kunde",
            "name": "titel|bezeichnung|thema|betreff|dealname|opportunity-name|deal-name|name der verkaufschance",
            "kind": "geschäftsart|art des geschäfts|dealtyp|opportunity-typ|art|typ",
            "stage": "phase|verkaufsphase|deal-phase|vertriebsphase|vertriebsstufe|pipeline-phase|stufe",
            "status": "dealstatus|verkaufsstatus|ergebnis|ausgang",
            "amount": "betrag|auftragswert|auftragssumme|volumen|auftragsvolumen|dealwert|wert|umsatz|summe|nettowert|"
            "geschätzter umsatz|geschätzter wert|tatsächlicher umsatz",
            "closed_at": "abgeschlossen am|schlusstermin|abschlussdatum|geschlossen am|tatsächliches abschlussdatum|"
            "abschluss am|entschieden am",
            "expected_close_on": "erwartetes abschlussdatum|geschätztes abschlussdatum|voraussichtlicher abschluss|"
            "geplanter abschluss|"
            "gesch. abschlussdatum|erwarteter abschluss|voraussichtliches abschlussdatum",
            "lost_reason": "verlustgrund|grund für verlust|ablehnungsgrund|absagegrund|grund",
            "competitor": "mitbewerber|wettbewerber|konkurrent|hauptwettbewerber",
        },
        "activities": {
            "activity_id": "aktivitäts-id|aktivitätsnummer|aufgaben-id|termin-id|aktivitäten-nr",
            "kind": "aktivitätsart|aktivitätstyp|kontaktart|art|typ",
            "direction": "richtung|anrufrichtung|anruftyp",
            "occurred_at": "aktivitätsdatum|datum|durchgeführt am|beginn|startzeit|zeitpunkt|termin|stattgefunden am",
            "minutes": "dauer|dauer (minuten)|minuten|gesprächsdauer",
            "account_id": _COMPANY,
            "contact_id": "kontakt|ansprechpartner|kontakt-id|kontaktperson",
            "deal_id": "deal|opportunity|geschäft",
            "subject": "betreff|titel|thema",
            "body": "beschreibung|notizen|bemerkung|kommentar|inhalt|notiz|gesprächsnotiz|text",
        },
        "reps": {
            "rep_id": "personalnummer|benutzer-id|mitarbeiter-id|mitarbeiternummer|verkäufernummer",
            "name": "vollständiger name|mitarbeitername|benutzername",
            "team": "abteilung|vertriebsteam|gebiet|niederlassung|vertriebsgebiet|standort",
            "manager_rep_id": "vorgesetzter|vorgesetzte|führungskraft|teamleiter",
            "started_on": "eintrittsdatum|eingestellt am|eintritt|beginn",
            "ended_on": "austrittsdatum|austritt|ausgeschieden am",
        },
        "subscriptions": {
            "subscription_id": "vertragsnummer|vertrags-id|abo-id|abonnement-id|vertrag|abonummer|vertrags-nr",
            "account_id": _COMPANY,
            "product_id": "produkt|tarif|paket|artikel",
            "arr": "jahreswert|jahresbetrag|jahresumsatz|jährlicher betrag|jahresgebühr|vertragswert pro jahr",
            "started_on": "vertragsbeginn|startdatum|laufzeitbeginn|beginn|gültig ab|start",
            "ended_on": "vertragsende|enddatum|kündigungsdatum|gekündigt zum|laufzeitende|ende|gültig bis",
            "end_reason": "kündigungsgrund|grund der kündigung",
            "renews_on": "verlängerungsdatum|nächste verlängerung|verlängerung am|verlängert sich am",
        },
        "deal_lines": {
            "product_id": "artikel|produkt|produktname|artikelbezeichnung",
            "quantity": "menge|anzahl|stückzahl",
            "list_price": "listenpreis|bruttopreis|katalogpreis",
            "price": "einzelpreis|verkaufspreis|stückpreis|nettopreis|preis",
            "unit_cost": "einkaufspreis|stückkosten|selbstkosten|einstandspreis",
        },
        "products": {
            "name": "produktname|artikelbezeichnung|bezeichnung|produkt|artikel",
            "family": "produktgruppe|warengruppe|produktfamilie|kategorie|artikelgruppe|produktkategorie",
            "list_price": "listenpreis|verkaufspreis|preis|stückpreis|einzelpreis",
            "unit_cost": "einkaufspreis|selbstkosten|stückkosten|einstandspreis|herstellkosten",
        },
        "tickets": {
            "ticket_id": "ticketnummer|ticket-nr|fallnummer|vorgangsnummer|anfragenummer|störungsnummer",
            "account_id": _COMPANY,
            "opened_at": "erstellt am|eröffnet am|gemeldet am|eingegangen am|erstellungsdatum|erstelldatum|angelegt am",
            "closed_at": "geschlossen am|gelöst am|erledigt am|abgeschlossen am|behoben am",
            "severity": "priorität|schweregrad|dringlichkeit",
            "capability": "thema|kategorie|betreff|bereich|modul",
        },
        "fx_rates": {
            "day": "datum|tag|stichtag|kursdatum|gültig ab",
            "rate": "kurs|wechselkurs|umrechnungskurs|devisenkurs",
            "to_currency": "zielwährung|basiswährung|umgerechnet in",
        },
    },
    either={
        "deals": {"datum": "created_at|closed_at", "nummer": "deal_id|account_id"},
        "accounts": {"nummer": "account_id|parent_account_id", "typ": "segment|industry"},
        "subscriptions": {"datum": "started_on|ended_on", "betrag": "arr", "laufzeit": "started_on|ended_on"},
        "tickets": {"datum": "opened_at|closed_at"},
        "reps": {"datum": "started_on|ended_on"},
    },
    won="gewonnen|gewonnene[nrs]?|beauftragt|auftrag erteilt|auftrag erhalten|zuschlag erhalten",
    lost="verloren|disqualifiziert|verlorene[nrs]?|abgesagt|storniert|abgelehnt|nicht beauftragt|kein interesse",
    open="offen|laufend|aktiv|angebot|verhandlung|qualifizier|bedarf|erstkontakt|in arbeit|in bearbeitung|neu|"
    "präsentation|entscheidung|prüfung|anfrage",
    refusal="nicht|kein",
    deleted="gelöscht",
    ended="gelöst|erledigt|geschlossen|abgeschlossen",
    actual="tatsächlich",
    kinds={
        "renewal": "verläng|verlaeng|erneuer",
        "expansion": "erweiter|ausbau|bestand|bestehend|zusatz",
        "new": "neu|erst",
    },
    activities={
        "call": "anruf|telef",
        "meeting": "besuch|termin|besprech",
        "note": "notiz",
        "task": "aufgabe",
    },
)
