"""Stripe and Recurly: customers, what they subscribe to, and the plans that they pay for."""

from __future__ import annotations

from headway.ingest.sheets import Layout, Sheet

_A_YEAR = "CASE {interval} WHEN 'day' THEN 365 WHEN 'week' THEN 52 WHEN 'month' THEN 12 ELSE 1 END"
_AMOUNTS = (
    # Stripe's amounts are in cents.
    {
        "expr": "cast({unit_amount} AS DOUBLE) / 100 * coalesce(TRY_CAST({quantity} AS DOUBLE), 1) * "
        + _A_YEAR
        + " / coalesce(nullif(TRY_CAST({every} AS DOUBLE), 0), 1)"
    },
)

LAYOUT = Layout(
    "billing",
    (
        Sheet(
            "stripe_customer",
            "accounts",
            files=("customer", "customers"),
            marks=(
                "id|customerid",
                "email|name|description",
                "delinquent|invoiceprefix|accountbalance|defaultsourceid|invoicesettingsdefaultpaymentmethod",
            ),
            columns={
                "account_id": ("id", "customerid"),
                "name": ("name", "description", "email"),
                "country": "addresscountry",
                "created_at": ("created", "createdutc"),
            },
        ),
        Sheet(
            "stripe_subscription",
            "subscriptions",
            files=("subscription", "subscriptions"),
            marks=(
                "id",
                "customerid|customer",
                "currentperiodend",
                "cancelatperiodend|billingcycleanchor|collectionmethod|daysuntildue",
            ),
            columns={
                "subscription_id": "id",
                "account_id": ("customerid", "customer"),
                "product_id": (
                    {"lookup": {"file": "stripe_item", "on": "id", "key": "subscriptionid", "value": "planid|priceid"}},
                    "planid",
                    "plan",
                ),
                "arr": (*_AMOUNTS, {"expr": "cast({planamount} AS DOUBLE) * 12"}),
                "currency": {"column": "plan_currency"},
                "started_on": ("startdate", "created", "startdateutc"),
                "ended_on": ("endedat", "cancelat", "canceledat"),
                "renews_on": "currentperiodend",
            },
            entries={
                "with": {
                    "plan": {"file": "stripe_item", "on": "id", "key": "subscriptionid", "value": "planid|priceid"},
                    "unit_amount": {"file": "stripe_plan", "on": "=plan", "key": "id", "value": "amount|unitamount"},
                    "interval": {
                        "file": "stripe_plan",
                        "on": "=plan",
                        "key": "id",
                        "value": "interval|recurringinterval",
                    },
                    "every": {
                        "file": "stripe_plan",
                        "on": "=plan",
                        "key": "id",
                        "value": "intervalcount|recurringintervalcount",
                    },
                    "plan_currency": {"file": "stripe_plan", "on": "=plan", "key": "id", "value": "currency"},
                }
            },
        ),
        Sheet(
            "stripe_item",
            "",
            files=("subscriptionitem", "subscriptionitems"),
            marks=("id", "subscriptionid", "planid|priceid"),
        ),
        Sheet(
            "stripe_plan",
            "",
            files=("plan", "plans", "price", "prices"),
            marks=("id", "amount|unitamount", "interval|recurringinterval", "currency"),
        ),
        Sheet(
            "stripe_product",
            "products",
            files=("product", "products"),
            marks=("id", "name", "statementdescriptor|livemode|unitlabel"),
            columns={"product_id": "id", "name": "name", "family": "type"},
        ),
        Sheet(
            "recurly_account",
            "accounts",
            files=("account", "accounts", "accounthistory"),
            marks=("id", "code", "company|username", "billto|taxexempt|vatnumber"),
            columns={
                "account_id": "id",
                "name": ("company", "username", "code"),
                "country": ("accountcountry", "country"),
                "created_at": "createdat",
            },
        ),
        Sheet(
            "recurly_subscription",
            "subscriptions",
            files=("subscription", "subscriptions", "subscriptionhistory"),
            marks=(
                "id|uuid",
                "accountid",
                "planid|plancode",
                "activatedat|currentperiodstartedat",
                "expiresat|canceledat",
            ),
            columns={
                "subscription_id": ("id", "uuid"),
                "account_id": ("accountid", "accountcode"),
                "product_id": ("planid", "plancode"),
                "arr": (
                    {
                        "expr": "cast({unitamount} AS DOUBLE) * coalesce(TRY_CAST({quantity} AS DOUBLE), 1) * "
                        "CASE {plan_unit} WHEN 'days' THEN 365 ELSE 12 END "
                        "/ coalesce(nullif(TRY_CAST({plan_length} AS DOUBLE), 0), 1)"
                    },
                ),
                "currency": "currency",
                "started_on": ("activatedat", "currenttermstartedat", "createdat"),
                "ended_on": ("expiresat",),
                "end_reason": {
                    "column": "expirationreason",
                    "map": {
                        "canceled": "churn",
                        "nonpayment": "payment",
                        "tax_location_invalid": "payment",
                        "non_renewing": "term",
                    },
                },
                "renews_on": ("currentperiodendsat", "currenttermendsat"),
            },
            entries={
                "with": {
                    "plan_unit": {"file": "recurly_plan", "on": "planid", "key": "id", "value": "intervalunit"},
                    "plan_length": {"file": "recurly_plan", "on": "planid", "key": "id", "value": "intervallength"},
                }
            },
        ),
        Sheet(
            "recurly_plan",
            "products",
            files=("plan", "plans", "planhistory"),
            marks=("id", "code", "name", "intervalunit", "intervallength"),
            columns={"product_id": "id", "name": "name"},
        ),
    ),
)
