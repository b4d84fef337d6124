"""French: the headings of exports made in France, Belgium, Switzerland and Canada."""

from __future__ import annotations

from headway.ingest.tongue import Tongue

_COMPANY = (
    "client|société|entreprise|nom du client|nom de la société|nom de l'entreprise|raison sociale|"
    "organisation|compte|nom du compte"
)
TONGUE = Tongue(
    "fr",
    files={
        "accounts": "clients|comptes|sociétés|entreprises|liste des clients",
        "contacts": "contacts|personnes|interlocuteurs",
        "leads": "pistes|prospects|demandes",
        "deals": "opportunités|affaires|transactions|opportunités de vente",
        "activities": "activités|tâches|rendez-vous|visites|appels",
        "reps": "commerciaux|vendeurs|utilisateurs|propriétaires",
        "subscriptions": "abonnements|contrats",
        "deal_lines": "lignes|lignes de devis|lignes de commande|produits des opportunités",
        "products": "produits|articles|catalogue",
        "tickets": "demandes d'assistance|requêtes|tickets|incidents",
        "deal_changes": "historique des champs|historique des opportunités|historique des étapes|"
        "historique des transactions|historique des modifications",
        "fx_rates": "taux de change|taux|cours de change|cours des devises",
    },
    everywhere={
        "currency": "devise|code devise|monnaie",
        "created_at": "date de création|heure de création|affaire créée|transaction créée|créé le|créée le|"
        "date d'ouverture|date de saisie|date d'ajout|créé|créée|"
        "ajouté le|ajoutée le",
        "email": "adresse e-mail|courriel|adresse électronique|adresse mail",
        "account_id": "id client|numéro client|n° client|code client|id du compte|id société|id de l'entreprise",
        "rep_id": "propriétaire|commercial|vendeur|responsable|attribué à|chargé d'affaires|gestionnaire|"
        "propriétaire de l'opportunité|conseiller|propriétaire de la transaction|propriétaire opportunité|"
        "propriétaire de l'affaire|titulaire",
        "deal_id": "id opportunité|id de l'opportunité|numéro d'opportunité|id affaire|id de la transaction|n° affaire",
        "product_id": "référence produit|code produit|id produit|référence article|code article",
        "field": "champ / événement|champ|nom du champ|propriété|champ modifié",
        "old_value": "ancienne valeur|valeur précédente|valeur avant",
        "new_value": "nouvelle valeur|valeur après|valeur",
        "changed_at": "date de modification|modifié le|date de la modification|horodatage|date du changement",
    },
    headings={
        "accounts": {
            "name": f"{_COMPANY}|nom",
            "domain": "site web|site internet|nom de domaine",
            "industry": "secteur|secteur d'activité|industrie",
            "country": "pays|pays de facturation",
            "employees": "effectif|nombre d'employés|nombre de salariés|effectifs",
            "segment": "segment client|type de client|catégorie de client|groupe de clients",
            "parent_account_id": "société mère|compte parent|maison mère",
        },
        "contacts": {
            "contact_id": "id contact|id du contact|numéro de contact",
            "account_id": _COMPANY,
            "name": "nom complet|nom du contact|interlocuteur|prénom et nom",
            "title": "fonction|intitulé du poste|poste",
        },
        "leads": {
            "lead_id": "id piste|id prospect|numéro de piste|id de la piste",
            "source": "origine|source de la piste|provenance|origine de la piste|source d'origine",
            "campaign": "campagne|nom de la campagne",
            "company": _COMPANY,
            "mql_at": "date mql",
            "sql_at": "date sql",
            "converted_at": "date de conversion|converti le|convertie le",
            "disqualified_at": "date de disqualification|disqualifié le",
            "disqualified_reason": "motif de disqualification|raison de disqualification",
        },
        "deals": {
            "account_id": _COMPANY,
            "name": "nom de l'opportunité|intitulé|objet|titre|nom de la transaction|nom de l'affaire|libellé|nom",
            "kind": "type d'opportunité|nature|type d'affaire",
            "stage": "étape|phase de vente|étape de vente|étape du pipeline|étape de la transaction",
            "status": "statut|résultat|état",
            "amount": "montant|valeur|montant ht|montant estimé|chiffre d'affaires|montant de l'opportunité",
            "closed_at": "date de clôture|clôturé le|clôturée le|date de fermeture|date de signature|fermé le",
            "expected_close_on": "date de clôture prévue|date de clôture prévisionnelle|clôture prévue|"
            "date de signature prévue|date de fermeture prévue",
            "lost_reason": "raison de la perte|motif de perte|motif de la perte|raison perdue|raison de perte",
            "competitor": "concurrent|concurrent principal|concurrence",
        },
        "activities": {
            "activity_id": "id activité|id de l'activité|numéro d'activité|id tâche",
            "kind": "type d'activité|nature|genre",
            "direction": "sens|sens de l'appel",
            "occurred_at": "date de l'activité|date de début|début|date du rendez-vous|réalisé le|date d'échéance",
            "minutes": "durée|durée en minutes",
            "account_id": _COMPANY,
            "contact_id": "id contact|interlocuteur|personne",
            "deal_id": "opportunité|affaire|transaction",
            "subject": "objet|sujet|titre",
            "body": "commentaire|commentaires|notes de réunion|contenu|remarques|compte rendu",
        },
        "reps": {
            "rep_id": "id utilisateur|matricule|id commercial|id du vendeur",
            "name": "nom complet|prénom et nom|nom du commercial|nom",
            "team": "équipe|service|région|agence|secteur",
            "manager_rep_id": "supérieur|responsable hiérarchique",
            "started_on": "date d'embauche|date d'entrée|date d'arrivée",
            "ended_on": "date de départ|date de sortie",
        },
        "subscriptions": {
            "subscription_id": "numéro de contrat|n° contrat|id contrat|id abonnement|contrat|numéro d'abonnement",
            "account_id": _COMPANY,
            "product_id": "produit|formule|offre|forfait",
            "arr": "montant annuel|valeur annuelle|revenu annuel récurrent|redevance annuelle",
            "started_on": "date de début|début|date d'effet|début du contrat",
            "ended_on": "date de fin|fin|date de résiliation|résilié le|fin du contrat",
            "end_reason": "motif de résiliation|raison de résiliation|motif d'annulation",
            "renews_on": "date de renouvellement|prochain renouvellement|date de reconduction|échéance",
        },
        "deal_lines": {
            "product_id": "produit|article|nom du produit|désignation",
            "quantity": "quantité|qté|nombre",
            "list_price": "prix catalogue|prix public|tarif",
            "price": "prix unitaire|prix de vente|prix net|prix",
            "unit_cost": "coût unitaire|prix de revient|prix d'achat|coût",
        },
        "products": {
            "name": "nom du produit|désignation|produit|article|libellé|nom",
            "family": "famille|gamme|catégorie|famille de produits",
            "list_price": "prix catalogue|prix de vente|prix unitaire|tarif|prix|prix public",
            "unit_cost": "coût|prix de revient|coût unitaire|prix d'achat",
        },
        "tickets": {
            "ticket_id": "numéro de ticket|n° ticket|numéro de la demande|id ticket|numéro d'incident",
            "account_id": _COMPANY,
            "opened_at": "ouvert le|créé le|date d'ouverture|date de création|date de la demande",
            "closed_at": "fermé le|clôturé le|résolu le|date de résolution|date de clôture|date de fermeture",
            "severity": "priorité|gravité|urgence|criticité",
            "capability": "sujet|catégorie|objet|module|thème",
        },
        "fx_rates": {
            "day": "jour|date du taux|date d'effet",
            "rate": "taux|taux de change|cours",
            "to_currency": "devise cible|devise de référence|devise de base",
        },
    },
    either={
        "deals": {
            "date": "created_at|closed_at",
            "numéro": "deal_id|account_id",
            "date de vente": "created_at|closed_at",
        },
        "accounts": {"numéro": "account_id|parent_account_id"},
        "subscriptions": {"date": "started_on|ended_on", "montant": "arr"},
        "tickets": {"date": "opened_at|closed_at"},
        "reps": {"date": "started_on|ended_on"},
    },
    won="gagnée?s?|signée?s?|remportée?s?|conclue?s? avec succès",
    lost="perdue?s?|disqualifiée?s?|abandonnée?s?|annulée?s?|refusée?s?|rejetée?s?|sans suite",
    open="ouvert|en cours|proposition|négociation|qualification|devis|nouve|découverte|prospection|présentation|"
    "analyse",
    refusal="non|pas|jamais",
    deleted="supprimée?",
    ended="résolue?|fermée?|clôturée?|terminée?",
    actual="réel|effecti",
    kinds={
        "renewal": "renouvel|reconduc",
        "expansion": "existant|supplément|extension",
        "new": "nouve|premi",
    },
    activities={
        "email": "courriel",
        "call": "appel",
        "meeting": "réunion|rendez",
        "task": "tâche",
    },
)
