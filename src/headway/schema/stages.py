"""The noun `stages`: the steps of a sale in the order in which they are taken."""

from __future__ import annotations

from headway.schema.table import ALWAYS, Column, Table, Type

TABLE = Table(
    name="stages",
    meaning="A step of a sale and its place among the others; without it, the order is that in which deals went.",
    columns=(
        Column(
            "stage",
            Type.TEXT,
            "The stage, in the words of the deals.",
            required=True,
            known=ALWAYS,
            headings=("stage name", "name", "label", "master label", "stage label"),
        ),
        Column(
            "position",
            Type.NUMBER,
            "Its place: of two stages the one with the lower comes first.",
            required=True,
            known=ALWAYS,
            headings=(
                "order",
                "display order",
                "sort order",
                "sequence",
                "order nr",
                "stage order",
                "rank",
                "probability",
                "default probability",
                "deal probability",
            ),
        ),
        Column(
            "pipeline",
            Type.TEXT,
            "The pipeline of which it is a stage, where there are several.",
            known=ALWAYS,
            headings=("pipeline id", "pipeline name"),
        ),
        Column(
            "stage_id", Type.TEXT, "Names it in its source.", known=ALWAYS, headings=("id", "api name", "stage key")
        ),
    ),
    key=("stage", "pipeline"),
    always=True,
    file_names=("stage", "deal_stages", "pipeline_stages", "opportunity_stages", "sales_stages", "crm_stage"),
)
