"""The shapes that sheets of several systems share: histories of fields, pairs of ids, what leads through pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.ingest.sheets import Form, Sheet
from headway.schema import tables


def field_history(
    name: str,
    table: str,
    key: Form,
    fields: Mapping[str, str],
    *,
    field: str,
    new: Form,
    old: Form,
    at: Form,
    **more: Any,
) -> Sheet:
    """A file with a row for each change of a field.

    Args:
        table: ``deal_changes`` or ``account_changes``.
        key: what names the row that changed.
        fields: their names of fields to our columns.
        field, new, old, at: the headings of the field, of its values, and of the time of the change.
        more: what else a :class:`Sheet` says, its marks foremost.

    Example:
        >>> made = field_history("log", "deal_changes", "id", {"Amount": "amount"}, field="f", new="n", old="o", at="t")
        >>> made.columns["field"], made.columns["changed_at"]
        ({'column': 'f', 'map': {'Amount': 'amount'}}, 't')
    """
    columns: dict[str, Form] = {
        tables()[table].key[0]: key,
        "field": {"column": field, "map": fields},
        "old_value": old,
        "new_value": new,
        "changed_at": at,
    }
    return Sheet(name, table, columns=columns, **more)


def pairs(name: str, *keys: str, without: tuple[str, ...] = ()) -> Sheet:
    """A file that holds nothing but pairs of ids: which deal is of which company.

    Example:
        >>> pairs("deal_company", "dealid", "companyid").files
        ('dealcompany',)
    """
    return Sheet(name, "", files=(name.replace("_", ""),), marks=keys, without=without)


def through(file: str, on: str, key: str, value: str) -> dict[str, Any]:
    """What a file of pairs says of the row whose ``on`` is ``key`` there: its ``value``.

    Example:
        >>> through("deal_company", "id", "dealid", "companyid")["lookup"]["value"]
        'companyid'
    """
    return {"lookup": {"file": file, "on": on, "key": key, "value": value}}
