"""How sources call the moment in which a row was last changed, and the one in which it was copied."""

from __future__ import annotations

CHANGED = (
    "systemmodstamp",
    "lastmodifieddate",
    "updatedat",
    "updated",
    "modifiedtime",
    "modifiedon",
    "hslastmodifieddate",
    "lastmodifiedat",
    "lastmodifiedon",
    "lastmodifiedtime",
    "modifiedat",
    "modifieddate",
    "updateat",
    "updatedate",
    "updatetime",
    "writedate",
    "lastmodified",
)
"""Plain headings (see :func:`headway.ingest.names.plain_text`) of the last change, the surest first."""
COPIED = ("fivetranstart", "fivetransynced", "airbyteextractedat", "sdcbatchedat")
"""Plain headings of when a tool copied the row: of two versions it tells the newer, but not when that came to be."""
