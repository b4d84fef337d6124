"""How the schema's types are written in each engine."""

from __future__ import annotations

from headway.schema.table import Type

DUCKDB = {
    Type.TEXT: "VARCHAR",
    Type.TIME: "TIMESTAMP",
    Type.DAY: "DATE",
    Type.MONEY: "DECIMAL(18,4)",
    Type.NUMBER: "DOUBLE",
    Type.INTEGER: "BIGINT",
    Type.FLAG: "BOOLEAN",
}
IBIS = {
    Type.TEXT: "string",
    Type.TIME: "timestamp",
    Type.DAY: "date",
    Type.MONEY: "decimal(18, 4)",
    Type.NUMBER: "float64",
    Type.INTEGER: "int64",
    Type.FLAG: "boolean",
}
