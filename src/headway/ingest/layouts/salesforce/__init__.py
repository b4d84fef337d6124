"""Salesforce: objects by their API names, reports by their labels, and the tables that warehouses make of them."""

from headway.ingest.layouts.salesforce import accounts, activities, opportunities
from headway.ingest.sheets import Layout

LAYOUT = Layout("salesforce", (*opportunities.SHEETS, *accounts.SHEETS, *activities.SHEETS))
