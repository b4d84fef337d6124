"""HubSpot: exports by their labels, properties by their names, and the tables that warehouses make of them."""

from headway.ingest.layouts.hubspot import commerce, companies, deals, engagements
from headway.ingest.sheets import Layout

LAYOUT = Layout("hubspot", (*deals.SHEETS, *companies.SHEETS, *engagements.SHEETS, *commerce.SHEETS))
