"""Dutch: the headings of exports made in the Netherlands and Belgium."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = "klant|bedrijf|bedrijfsnaam|klantnaam|organisatie|relatie|onderneming|naam bedrijf|accountnaam"
TONGUE = Tongue(
    "nl",
    files={
        "accounts": "klanten|bedrijven|organisaties|relaties|klantenlijst",
        "contacts": "contacten|contactpersonen|personen",
        "leads": "prospecten|aanvragen",
        "deals": "verkoopkansen|kansen|opportunity's|offertes",
        "activities": "activiteiten|taken|afspraken|bezoeken|gesprekken",
        "reps": "verkopers|gebruikers|medewerkers|accountmanagers",
        "subscriptions": "abonnementen|contracten",
        "deal_lines": "regels|orderregels|offerteregels",
        "products": "producten|artikelen",
        "tickets": "meldingen|cases|serviceaanvragen",
        "deal_changes": "veldgeschiedenis|verkoopkansgeschiedenis|fasegeschiedenis|wijzigingsgeschiedenis|"
        "dealgeschiedenis",
        "fx_rates": "wisselkoersen|koersen|valutakoersen",
    },
    everywhere={
        "currency": "valuta|valutacode|munteenheid",
        "created_at": "aanmaakdatum|aanmaaktijd|aangemaakt op|gemaakt op|datum aangemaakt|datum van aanmaak|"
        "toegevoegd op|"
        "aangemaakt|gemaakt|toegevoegd",
        "email": "e-mailadres|mailadres|emailadres",
        "account_id": "klantnummer|klant-id|bedrijfs-id|klantcode|relatienummer|debiteurnummer|organisatie-id",
        "rep_id": "eigenaar|verkoper|accountmanager|verantwoordelijke|toegewezen aan|behandelaar|medewerker|"
        "eigenaar van verkoopkans|opportunity-eigenaar|eigenaar van opportunity|eigenaar opportunity|dealeigenaar|"
        "eigenaar verkoopkans",
        "deal_id": "deal-id|verkoopkans-id|verkoopkansnummer|opportunity-id|kansnummer",
        "product_id": "productcode|artikelnummer|productnummer|artikelcode|product-id",
        "field": "veld / gebeurtenis|veld|veldnaam|eigenschap|gewijzigd veld",
        "old_value": "oude waarde|vorige waarde|waarde voor",
        "new_value": "nieuwe waarde|waarde na|waarde",
        "changed_at": "bewerkingsdatum|gewijzigd op|wijzigingsdatum|datum gewijzigd|bewerkt op",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|naam",
            "domain": "website-adres|webadres|domein",
            "industry": "branche|bedrijfstak|sector",
            "country": "land|factuurland",
            "employees": "aantal werknemers|aantal medewerkers|werknemers",
            "segment": "klantsegment|klanttype|klantgroep|soort klant",
            "parent_account_id": "moederbedrijf|moedermaatschappij|hoofdaccount",
        },
        "contacts": {
            "contact_id": "contact-id|contactnummer|persoons-id",
            "account_id": _COMPANY,
            "name": "volledige naam|contactpersoon|naam contact|naam contactpersoon",
            "title": "functie|functietitel",
        },
        "leads": {
            "lead_id": "leadnummer|lead-nr|aanvraagnummer",
            "source": "bron|herkomst|leadbron|oorspronkelijke bron",
            "campaign": "campagne|campagnenaam",
            "company": _COMPANY,
            "mql_at": "mql-datum",
            "sql_at": "sql-datum",
            "converted_at": "conversiedatum|geconverteerd op",
            "disqualified_at": "gediskwalificeerd op|datum afgewezen",
            "disqualified_reason": "reden diskwalificatie|reden van afwijzing",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "naam verkoopkans|dealnaam|onderwerp|titel|omschrijving|naam|naam opportunity",
            "kind": "soort|type deal|soort deal",
            "stage": "fase|verkoopfase|dealfase|pijplijnfase",
            "status": "dealstatus|resultaat|uitkomst",
            "amount": "bedrag|waarde|dealwaarde|omzet|totaalbedrag|geschatte omzet",
            "closed_at": "sluitingsdatum|afgesloten op|gesloten op|datum gesloten|werkelijke sluitingsdatum|"
            "afsluitdatum",
            "expected_close_on": "verwachte sluitingsdatum|verwachte afsluitdatum|geschatte sluitingsdatum|"
            "verwachte sluiting",
            "lost_reason": "reden verlies|verliesreden|reden verloren|reden van verlies",
            "competitor": "concurrent|concurrentie|belangrijkste concurrent",
        },
        "activities": {
            "activity_id": "activiteit-id|activiteitnummer|taak-id",
            "kind": "soort|activiteittype|soort activiteit|type activiteit",
            "direction": "richting|gespreksrichting",
            "occurred_at": "datum activiteit|activiteitsdatum|begindatum|begintijd|uitgevoerd op|datum",
            "minutes": "duur|minuten|duur in minuten|gespreksduur",
            "account_id": _COMPANY,
            "contact_id": "contactpersoon|contact-id",
            "deal_id": "verkoopkans|kans",
            "subject": "onderwerp|titel",
            "body": "omschrijving|notities|opmerkingen|inhoud|beschrijving|notitie|tekst",
        },
        "reps": {
            "rep_id": "gebruikers-id|personeelsnummer|medewerkers-id|medewerkernummer",
            "name": "volledige naam|naam|naam medewerker|gebruikersnaam",
            "team": "afdeling|regio|vestiging|verkoopteam",
            "manager_rep_id": "leidinggevende|teamleider",
            "started_on": "datum in dienst|in dienst sinds|in dienst",
            "ended_on": "datum uit dienst|uit dienst",
        },
        "subscriptions": {
            "subscription_id": "contractnummer|contract-id|abonnementsnummer|abonnement-id",
            "account_id": _COMPANY,
            "product_id": "pakket|abonnement|artikel",
            "arr": "jaarbedrag|jaarwaarde|jaarlijks bedrag|jaaromzet",
            "started_on": "startdatum|ingangsdatum|begindatum|begin contract",
            "ended_on": "einddatum|opgezegd op|einde contract|opzegdatum",
            "end_reason": "reden opzegging|opzegreden|reden van opzegging",
            "renews_on": "verlengingsdatum|volgende verlenging|verlenging",
        },
        "deal_lines": {
            "product_id": "artikel|productnaam|artikelomschrijving",
            "quantity": "aantal|hoeveelheid|stuks",
            "list_price": "lijstprijs|catalogusprijs|adviesprijs",
            "price": "stukprijs|verkoopprijs|prijs|eenheidsprijs|nettoprijs",
            "unit_cost": "kostprijs|inkoopprijs",
        },
        "products": {
            "name": "productnaam|artikelomschrijving|naam|artikel|omschrijving",
            "family": "productgroep|categorie|productfamilie|artikelgroep",
            "list_price": "lijstprijs|verkoopprijs|prijs|catalogusprijs|stukprijs",
            "unit_cost": "kostprijs|inkoopprijs",
        },
        "tickets": {
            "ticket_id": "ticketnummer|meldingsnummer|zaaknummer|ticket-id|casenummer",
            "account_id": _COMPANY,
            "opened_at": "geopend op|gemeld op|aangemaakt op|aanmaakdatum|datum melding",
            "closed_at": "gesloten op|opgelost op|afgehandeld op|datum gesloten",
            "severity": "prioriteit|ernst|urgentie",
            "capability": "onderwerp|categorie|rubriek|module",
        },
        "fx_rates": {
            "day": "datum|dag|koersdatum",
            "rate": "koers|wisselkoers",
            "to_currency": "doelvaluta|basisvaluta",
        },
    },
    either={
        "deals": {
            "datum": "created_at|closed_at",
            "nummer": "deal_id|account_id",
            "verkoopdatum": "created_at|closed_at",
        },
        "accounts": {"nummer": "account_id|parent_account_id", "soort": "segment|industry"},
        "subscriptions": {"datum": "started_on|ended_on", "bedrag": "arr", "waarde": "arr"},
        "tickets": {"datum": "opened_at|closed_at"},
        "reps": {"datum": "started_on|ended_on"},
    },
    won="gewonnen|gegund|getekend",
    lost="verloren|gediskwalificeerd|geannuleerd|afgewezen|vervallen|niet gegund",
    open="open|lopend|voorstel|offerte|onderhandeling|kwalificatie|nieuw|in behandeling|presentatie|analyse|afspraak",
    refusal="niet|geen",
    deleted="verwijderd",
    ended="opgelost|gesloten|afgerond|afgehandeld",
    actual="werkelijk",
    kinds={
        "renewal": "verleng|vernieuw",
        "expansion": "uitbreid|bestaand|bijverkoop",
        "new": "nieuw|eerste",
    },
    activities={
        "call": "gesprek",
        "meeting": "vergadering|afspraak|bezoek",
        "note": "notitie",
        "task": "taak",
    },
)
