"""The noun `releases`: a capability that reached customers."""

from __future__ import annotations

from headway.schema.table import Column, Table, Type

TABLE = Table(
    name="releases",
    meaning="A capability that reached customers.",
    columns=(
        Column("release_id", Type.TEXT, "Names the release.", required=True, headings=("version", "id")),
        Column("name", Type.TEXT, "Name of the release.", free=True, headings=("title",)),
        Column("capability", Type.TEXT, "What it made native.", headings=("feature",)),
        Column("released_on", Type.DAY, "First day customers had it.", headings=("release date", "date")),
    ),
    key=("release_id",),
    dated_by=("released_on",),
    file_names=("release",),
)
