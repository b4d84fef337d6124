"""Italian: the headings of exports made in Italy."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = "cliente|azienda|società|nome azienda|nome cliente|ragione sociale|organizzazione|impresa|nome account"
TONGUE = Tongue(
    "it",
    files={
        "accounts": "clienti|aziende|anagrafica clienti|società|elenco clienti",
        "contacts": "contatti|persone|referenti",
        "leads": "potenziali clienti|richieste",
        "deals": "opportunità|trattative|affari|opportunità di vendita",
        "activities": "attività|appuntamenti|visite|chiamate",
        "reps": "venditori|agenti|commerciali|utenti",
        "subscriptions": "abbonamenti|contratti",
        "deal_lines": "righe|righe offerta|righe ordine",
        "products": "prodotti|articoli|catalogo",
        "tickets": "segnalazioni|casi|richieste di assistenza",
        "deal_changes": "cronologia campi|cronologia opportunità|storico fasi|storico trattative|storico modifiche|"
        "cronologia fasi",
        "fx_rates": "tassi di cambio|cambi|tassi",
    },
    everywhere={
        "currency": "valuta|codice valuta|divisa",
        "created_at": "data di creazione|ora di creazione|ora creazione|data creazione|creato il|creata il|"
        "data apertura|data inserimento|"
        "data di apertura|creato|creata|aggiunto il",
        "email": "indirizzo e-mail|posta elettronica|indirizzo email",
        "account_id": "codice cliente|id cliente|numero cliente|id azienda|id account",
        "rep_id": "proprietario|venditore|agente|commerciale|responsabile|assegnato a|titolare opportunità|titolare|"
        "proprietario opportunità|proprietario dell'affare|proprietario trattativa|titolare trattativa",
        "deal_id": "id opportunità|numero opportunità|codice opportunità|id trattativa|numero trattativa",
        "product_id": "codice prodotto|id prodotto|codice articolo|codice",
        "field": "campo / evento|campo|nome campo|proprietà|campo modificato",
        "old_value": "valore precedente|vecchio valore|valore vecchio",
        "new_value": "nuovo valore|valore nuovo|valore",
        "changed_at": "data modifica|data di modifica|modificato il|data della modifica|data e ora modifica",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|nome",
            "domain": "sito web|sito|dominio",
            "industry": "settore|settore di attività|industria",
            "country": "paese|nazione|paese di fatturazione|stato",
            "employees": "numero di dipendenti|dipendenti|numero dipendenti|addetti",
            "segment": "segmento|tipo cliente|categoria cliente|gruppo clienti",
            "parent_account_id": "società madre|capogruppo|azienda madre|account principale",
        },
        "contacts": {
            "contact_id": "id contatto|codice contatto|numero contatto",
            "account_id": _COMPANY,
            "name": "nome completo|nome contatto|contatto|referente|nome e cognome",
            "title": "qualifica|ruolo aziendale|mansione",
        },
        "leads": {
            "lead_id": "id lead|codice lead|numero lead",
            "source": "origine|fonte|provenienza|origine lead|fonte lead",
            "campaign": "campagna|nome campagna",
            "company": _COMPANY,
            "mql_at": "data mql",
            "sql_at": "data sql",
            "converted_at": "data di conversione|data conversione|convertito il",
            "disqualified_at": "data squalifica|scartato il",
            "disqualified_reason": "motivo squalifica|motivo dello scarto",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "nome opportunità|titolo|oggetto|nome trattativa|nome",
            "kind": "tipo|tipo opportunità|tipologia",
            "stage": "fase|stadio|fase di vendita|fase trattativa|fase opportunità",
            "status": "stato|esito|stato opportunità|stato trattativa",
            "amount": "importo|valore|valore trattativa|importo totale|valore opportunità|ricavo stimato|fatturato",
            "closed_at": "data di chiusura|data chiusura|chiuso il|chiusa il|data di chiusura effettiva",
            "expected_close_on": "data di chiusura prevista|data chiusura prevista|chiusura prevista|"
            "data prevista di chiusura",
            "lost_reason": "motivo della perdita|motivo perdita|motivazione perdita|causa perdita",
            "competitor": "concorrente|concorrenza|concorrente principale",
        },
        "activities": {
            "activity_id": "id attività|codice attività|numero attività",
            "kind": "tipo|tipo attività|tipologia",
            "direction": "direzione|direzione chiamata",
            "occurred_at": "data attività|data di inizio|data inizio|inizio|data appuntamento|data",
            "minutes": "durata|minuti|durata in minuti",
            "account_id": _COMPANY,
            "contact_id": "contatto|id contatto|referente",
            "deal_id": "opportunità|trattativa",
            "subject": "oggetto|titolo|argomento",
            "body": "descrizione|note|commenti|contenuto|testo|annotazioni",
        },
        "reps": {
            "rep_id": "id utente|matricola|codice agente|id agente|codice venditore",
            "name": "nome completo|nome e cognome|nome agente|nome",
            "team": "squadra|reparto|regione|area|filiale|zona",
            "manager_rep_id": "capo|superiore|capo area",
            "started_on": "data di assunzione|data assunzione|data di ingresso",
            "ended_on": "data di cessazione|data cessazione|data di uscita",
        },
        "subscriptions": {
            "subscription_id": "numero contratto|id contratto|codice contratto|contratto|id abbonamento",
            "account_id": _COMPANY,
            "product_id": "prodotto|piano|pacchetto",
            "arr": "importo annuo|valore annuo|canone annuo|ricavo ricorrente annuo|valore annuale",
            "started_on": "data di inizio|data inizio|inizio|decorrenza|inizio contratto",
            "ended_on": "data di fine|data fine|fine|data disdetta|data di recesso|fine contratto",
            "end_reason": "motivo disdetta|motivo di recesso|motivo della disdetta",
            "renews_on": "data di rinnovo|data rinnovo|prossimo rinnovo|rinnovo",
        },
        "deal_lines": {
            "product_id": "prodotto|articolo|nome prodotto",
            "quantity": "quantità|q.tà|pezzi",
            "list_price": "prezzo di listino|prezzo listino|listino",
            "price": "prezzo unitario|prezzo di vendita|prezzo|prezzo netto",
            "unit_cost": "costo unitario|costo|prezzo di acquisto",
        },
        "products": {
            "name": "nome prodotto|prodotto|articolo|nome|descrizione",
            "family": "famiglia|categoria|linea di prodotto|gruppo merceologico",
            "list_price": "prezzo di listino|prezzo di vendita|prezzo|prezzo unitario|listino",
            "unit_cost": "costo|costo unitario|prezzo di acquisto",
        },
        "tickets": {
            "ticket_id": "numero caso|id caso|numero segnalazione|numero ticket|id segnalazione",
            "account_id": _COMPANY,
            "opened_at": "aperto il|data apertura|creato il|data di apertura|data creazione|data di creazione",
            "closed_at": "chiuso il|data chiusura|risolto il|data di risoluzione|data di chiusura",
            "severity": "priorità|gravità|urgenza",
            "capability": "argomento|categoria|oggetto|modulo",
        },
        "fx_rates": {
            "day": "data|giorno|data del cambio",
            "rate": "tasso|tasso di cambio|cambio",
            "to_currency": "valuta di destinazione|valuta base|valuta di riferimento",
        },
    },
    either={
        "deals": {
            "data": "created_at|closed_at",
            "numero": "deal_id|account_id",
            "data vendita": "created_at|closed_at",
        },
        "accounts": {"tipo": "segment|industry"},
        "subscriptions": {"data": "started_on|ended_on", "importo": "arr", "valore": "arr"},
        "tickets": {"data": "opened_at|closed_at"},
        "reps": {"data": "started_on|ended_on"},
    },
    won="vint[oaei]|aggiudicat[oaei]|acquisit[oaei]|conclus[oa] con successo",
    lost="pers[oaei]|squalificat[oaei]|perdut[oaei]|annullat[oaei]|rifiutat[oaei]|abbandonat[oaei]|scartat[oaei]",
    open="apert[oa]|in corso|proposta|trattativa|negoziazione|qualifica|nuov[oa]|offerta|contatto|presentazione|"
    "analisi",
    refusal="non",
    deleted="eliminat[oa]",
    ended="chius[oa]|risolt[oa]",
    actual="effettiv",
    kinds={
        "renewal": "rinnov|prorog",
        "expansion": "espans|esistente|aggiunt",
        "new": "nuov|prim[oa]",
    },
    activities={
        "email": "posta elettr",
        "call": "chiamata",
        "meeting": "appuntament|riunion|incontro",
        "note": "nota",
        "task": "compito",
    },
)
