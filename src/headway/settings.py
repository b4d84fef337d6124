"""One frozen settings value for a workspace: defaults, then ``headway.toml``, then the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from headway.calendar import PATTERNS, WEEKDAYS, Calendar
from headway.errors import NotAWorkspaceError, SettingsError

FILE_NAME = "headway.toml"
_SECTIONS = ("workspace", "engine", "sources", "thresholds", "retention_days")
_ENVIRONMENT_PREFIX = "HEADWAY_"
_WHOLE = ("fiscal_year_starts", "sync_minutes", "sync_memory_mb", "long_table_rows")


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the workspace: a connector's name, where it reads, and how its columns map to ours.

    ``tables`` maps one of our table names to a mapping of our columns (plus ``file`` and ``files``) to theirs:
    a column's heading, ``{const = …}``, ``{map = {…}, column = …}`` or ``{expr = …}``; or to a list of such mappings.
    """

    name: str
    kind: str
    path: Path
    snapshot: bool = False
    max_refused_share: float = 0.01
    max_gone_share: float = 0.34
    max_expanded_mb: int = 4096
    tables: Mapping[str, Mapping[str, Any] | list[Mapping[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a person may set; each value has a default that works.

    Example:
        >>> Settings(folder=Path(".")).currency
        'USD'
    """

    folder: Path
    name: str = "Workspace"
    currency: str = "USD"
    timezone: str = "UTC"
    fiscal_year_starts: int = 1
    calendar: str = "months"
    week_starts: str = "monday"
    segment: tuple[str, ...] = ("segment",)
    sync_minutes: int = 240
    sync_memory_mb: int = 8192
    long_table_rows: int = 20_000_000
    engine_url: str = "duckdb://headway.duckdb"
    sources: tuple[Source, ...] = ()
    thresholds: Mapping[str, Any] = field(default_factory=dict)
    retention_days: Mapping[str, int] = field(default_factory=dict)

    @property
    def fiscal(self) -> Calendar:
        """How the company counts its year."""
        pattern = "" if self.calendar == "months" else self.calendar
        return Calendar(self.fiscal_year_starts, pattern, self.week_starts)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days are days."""
        return ZoneInfo(self.timezone)


def load(folder: Path, environment: Mapping[str, str] | None = None, text: str | None = None) -> Settings:
    """Read the settings of the workspace in ``folder``; from ``text`` instead of its headway.toml where that is given.

    Errors: :class:`NotAWorkspaceError` without a ``headway.toml``; :class:`SettingsError` naming the entry and
    its rule when one cannot be used.
    """
    try:
        data = tomllib.loads(text_of(folder) if text is None else text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingsError(str(folder / FILE_NAME), f"is not TOML ({problem})", "mend that line") from problem
    return _checked(_settings(folder, data, os.environ if environment is None else environment))


def text_of(folder: Path) -> str:
    """The text of the workspace's ``headway.toml``. Errors: as :func:`load`."""
    path = folder / FILE_NAME
    if not path.is_file():
        raise NotAWorkspaceError(str(folder), f"has no {FILE_NAME}", "make one with 'headway init DIR --files PATH'")
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as problem:
        raise SettingsError(str(path), f"is not TOML ({problem})", "mend that line") from problem


def _settings(folder: Path, data: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    strange = sorted(set(data) - set(_SECTIONS))
    if strange:
        raise SettingsError(f"[{strange[0]}]", "is no section", f"known are {', '.join(_SECTIONS)}")
    workspace = _section(data, "workspace")
    plain = {f.name for f in fields(Settings)} - {"folder", "sources", "engine_url", "thresholds", "retention_days"}
    unknown = sorted(set(workspace) - plain)
    if unknown:
        raise SettingsError("[workspace]", f"unknown entry '{unknown[0]}'", f"known are {', '.join(sorted(plain))}")
    values = {**workspace, **_from_environment(environment, plain)}
    if values.get("fiscal_year_starts") in tuple(PATTERNS):  # a year of weeks that begins with the first month
        values |= {"calendar": values["fiscal_year_starts"], "fiscal_year_starts": 1}
    if "segment" in values:
        values["segment"] = _segment(values["segment"])
    written = _engine_url(_section(data, "engine"))
    return Settings(
        folder=folder,
        engine_url=environment.get(_ENVIRONMENT_PREFIX + "ENGINE_URL", written),
        sources=tuple(_source(folder, entry) for entry in _listed(data)),
        thresholds=_section(data, "thresholds"),
        retention_days=_retention(_section(data, "retention_days")),
        **values,
    )


def _section(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = data.get(name, {})
    if not isinstance(section, Mapping):
        raise SettingsError(f"[{name}]", "must be a table", f"write it as [{name}] with entries below")
    return section


def _engine_url(section: Mapping[str, Any]) -> str:
    url = section.get("url", "duckdb://headway.duckdb")
    if not isinstance(url, str):
        raise SettingsError("[engine] url", "must be text", 'write url = "duckdb://headway.duckdb"')
    refuse_passwords(url)
    return url


def refuse_passwords(url: str) -> None:
    """Let no address with a password in it stand in ``headway.toml``, which people copy, send and keep.

    Errors: :class:`SettingsError`, without it.

    Example:
        >>> refuse_passwords("postgresql://ann@db.example/sales")
    """
    if passwords(url):
        step = "take it out: PGPASSWORD, ~/.pgpass or all of the address as HEADWAY_ENGINE_URL may hold it"
        raise SettingsError("[engine] url", "holds a password, which no file that people share may", step)


def passwords(url: str) -> list[str]:
    """What is secret in an address: as it stands there, and as it is meant.

    Example:
        >>> passwords("postgresql://ann:p%40ss@h/db"), passwords("postgresql://h:5432/db?password=x&user=ann")
        (['p%40ss', 'p@ss'], ['x'])
    """
    found = re.findall(r"^[^/]*//[^?@:]*:([^?]*)@", url) + re.findall(r"[?&]\w*password=([^&#]*)", url, re.IGNORECASE)
    return [secret for text in found for secret in dict.fromkeys((text, unquote(text))) if secret]


def _segment(said: Any) -> tuple[str, ...]:
    headings = [said] if isinstance(said, str) else said
    if not isinstance(headings, list) or not all(isinstance(heading, str) for heading in headings):
        raise SettingsError("[workspace] segment", f"{said!r} is no list of columns", 'write segment = ["segment"]')
    return tuple(headings)


def _listed(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    entries = data.get("sources", [])
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        raise SettingsError("[sources]", "must be a list of tables", "write each as [[sources]] with entries below")
    return entries


def _retention(told: Mapping[str, Any]) -> Mapping[str, int]:
    for name, days in told.items():
        if not isinstance(days, int) or isinstance(days, bool) or days < 1:
            raise SettingsError(f"[retention_days] {name}", f"{days!r} is no number of days", "write it as 730")
    return told


def _from_environment(environment: Mapping[str, str], names: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        text = environment.get(_ENVIRONMENT_PREFIX + name.upper())
        if text is not None:
            found[name] = int(text) if name in _WHOLE and text.isdigit() else text
    return found


def _source(folder: Path, entry: Mapping[str, Any]) -> Source:
    for required in ("name", "kind"):
        if not isinstance(entry.get(required), str):
            raise SettingsError("[[sources]]", f"an entry has no {required}", f'add {required} = "…"')
    known = {"name", "kind", "path", "snapshot", "max_refused_share", "max_gone_share", "max_expanded_mb", "tables"}
    unknown = sorted(set(entry) - known)
    if unknown:
        raise SettingsError(f"source {entry['name']}", f"unknown entry '{unknown[0]}'", f"known are {sorted(known)}")
    tables = entry.get("tables", {})
    if not isinstance(tables, Mapping) or not all(_is_mapping(table) for table in tables.values()):
        raise SettingsError(f"source {entry['name']}", "tables must be tables", "[sources.tables.deals]")
    return Source(
        name=entry["name"],
        kind=entry["kind"],
        path=folder / str(entry.get("path", ".")),
        snapshot=_flag(entry, "snapshot"),
        max_refused_share=_share(entry, "max_refused_share", 0.01),
        max_gone_share=_share(entry, "max_gone_share", 0.34),
        max_expanded_mb=_positive(entry, "max_expanded_mb", 4096),
        tables=tables,
    )


def _flag(entry: Mapping[str, Any], name: str) -> bool:
    """Quoted words are refused: any text, ``"false"`` too, would count as true."""
    value = entry.get(name, False)
    if not isinstance(value, bool):
        raise SettingsError(f"source {entry['name']}", f"{name} = {value!r} must be true or false", "write no quotes")
    return value


def _share(entry: Mapping[str, Any], name: str, default: float) -> float:
    value = entry.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise SettingsError(f"source {entry['name']}", f"{name} = {value!r} is no share", "write 0 to 1, such as 0.05")
    return float(value)


def _positive(entry: Mapping[str, Any], name: str, default: int) -> int:
    value = entry.get(name, default)
    if type(value) is not int or value < 1:
        raise SettingsError(f"source {entry['name']}", f"{name} = {value!r} is no whole number above 0", "mend it")
    return value


def _is_mapping(table: Any) -> bool:
    """One mapping, or several of a table that different files feed: ``[[sources.tables.activities]]``."""
    several = table if isinstance(table, list) else [table]
    return bool(several) and all(isinstance(mapping, Mapping) for mapping in several)


def _checked(settings: Settings) -> Settings:
    rules: tuple[tuple[bool, str, str], ...] = (
        (isinstance(settings.name, str), "name", "must be text"),
        (isinstance(settings.currency, str) and len(settings.currency) == 3, "currency", "must be a three-letter code"),
        (_is_month(settings.fiscal_year_starts), "fiscal_year_starts", "must be a month, 1 to 12"),
        (settings.calendar in ("months", *PATTERNS), "calendar", f"must be months or one of {', '.join(PATTERNS)}"),
        (settings.week_starts in WEEKDAYS, "week_starts", "must be a day of the week, such as monday"),
        (type(settings.sync_minutes) is int and settings.sync_minutes > 0, "sync_minutes", "must be above 0"),
        (type(settings.sync_memory_mb) is int and settings.sync_memory_mb > 511, "sync_memory_mb", "must be above 511"),
        (type(settings.long_table_rows) is int and settings.long_table_rows > 0, "long_table_rows", "must be above 0"),
        (_is_zone(settings.timezone), "timezone", "must be a time zone such as Europe/Berlin"),
    )
    for holds, entry, rule in rules:
        if not holds:
            raise SettingsError(f"[workspace] {entry}", f"{getattr(settings, entry)!r} {rule}", "mend headway.toml")
    names = [source.name for source in settings.sources]
    if len(set(names)) != len(names):
        raise SettingsError("[[sources]]", "two sources have the same name", "give each its own")
    return settings


def _is_month(value: object) -> bool:
    return type(value) is int and 1 <= value <= 12


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return False
    return True
