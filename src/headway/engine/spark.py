"""Spark: answers questions over the tables of a generation as Parquet, on this machine or on a cluster."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

from headway import disk
from headway.engine.bases import preceded, standing
from headway.engine.choice import SPARK
from headway.engine.compiling import bind
from headway.engine.duckdb import quoted, text_literal
from headway.engine.protocol import Store
from headway.errors import SettingsError, StoreError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

# A test fails when a gap closes.
GAPS: Final[Mapping[str, str]] = {
    "failing": "it shows rows as they were read, of which the engine has no copy",
    "health": "it looks at rows as they were read, of which the engine has no copy",
    "identity": "Spark has no function that brings a letter and the mark behind it to one form",
}
_ALONE = re.compile(r"local(\[.*\])?|yarn|k8s:.*")
_STARTING = Lock()
_MOST_KEPT = 4  # days, or shapes of a day: a question compares two spans, as of two days
_QUIET = Path(__file__).with_name("spark_log4j2.properties")
_SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # ours are UTC without a zone
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}
# A company that fits one machine is many small questions: to cut each into 200 tasks takes longer than to answer it.
_ON_ONE_MACHINE = {
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "localhost",
}


def sql_of(expression: Any) -> str:
    """The SQL of an expression."""
    from headway.engine.spark_sql import written

    return written(expression)


class Elsewhere:
    """Spark over folders of Parquet files; a lake format can be made of them as they are.

    Args:
        place: the master; see :class:`SparkReader`.
        folder: where they lie, which on a cluster is a place that all workers see.
    """

    def __init__(self, place: str, folder: Path) -> None:
        self._place = place
        self._tables = folder

    def holds(self, copies: Mapping[str, str]) -> bool:
        """Whether every folder is there."""
        return all((self._tables / copy).is_dir() for copy in copies.values())

    def put(self, store: Store, copies: Mapping[str, str]) -> None:
        """Write those that are not there yet, each under another name until it is whole."""
        disk.make(self._tables)
        for name, copy in copies.items():
            place = self._tables / copy
            if not place.is_dir():
                building = place.with_name(f"{copy}.building")
                disk.remove(building)
                disk.make(building)
                file = building / "part-0.parquet"
                store.execute(f"COPY (FROM {quoted(name)}) TO {text_literal(str(file))} (FORMAT PARQUET)")
                disk.flush(file)
                disk.rename(building, place)

    def keep(self, generations: Collection[Mapping[str, str]]) -> None:
        """Remove the folders of no generation."""
        used = {copy for copies in generations for copy in copies.values()}
        for left in sorted(self._tables.iterdir()) if self._tables.is_dir() else ():
            if left.name not in used:
                disk.remove(left)

    def reader(self, copies: Mapping[str, str]) -> SparkReader:
        """What answers from the folders."""
        if not self.holds(copies):
            raise StoreError(str(self._tables), "lacks tables of this generation", "run 'headway sync'")
        return SparkReader(self._place, {name: self._tables.resolve() / copy for name, copy in copies.items()})


class SparkReader:
    """Runs statements over Parquet tables; the session begins with the first of them, since a cold one takes seconds.

    Workers read the tables at the path that is given: on a cluster it must be one that all of them see. What is set in
    ``spark-defaults.conf`` (memory, keys of an object store) counts.

    Args:
        place: the master: ``local[4]``, ``host:7077``, ``yarn``, ``k8s://…``.
        tables: name → folder of Parquet files.
    """

    dialect = SPARK

    def __init__(self, place: str, tables: Mapping[str, Path]) -> None:
        self._master = master_of(place)
        self._tables = tables
        self._session: SparkSession | None = None
        self._kept: dict[str, DataFrame] = {}  # view → its rows, the one asked for last at the end

    def run(self, sql: str, values: Mapping[str, object] | None = None) -> pa.Table:
        """Rows of one statement, its values bound by name.

        Errors: :class:`StoreError` when Spark cannot run it.
        """
        from pyspark.errors import PySparkException

        given, session = dict(values or {}), self._opened()
        try:
            parts, rest = standing(sql)
            kept = {name: f"SELECT * FROM {self._view(session, part, given)}" for name, part in parts.items()}
            text, used = bind(preceded(kept, rest), given, ":")
            return session.sql(text, args=used).toArrow()
        except PySparkException as problem:
            told = str(problem).splitlines()[0]
            raise StoreError(
                self._master,
                f"cannot answer ({told})",
                "ask it on DuckDB: take [engine] out of headway.toml, then sync",
            ) from problem

    def close(self) -> None:
        """Let go of the views; the session itself is the process's, and ends with it."""
        with _STARTING:
            for rows in self._kept.values():
                rows.unpersist()
            self._kept, self._session = {}, None

    def _view(self, session: SparkSession, part: str, values: dict[str, object]) -> str:
        """Rows that many statements begin from, kept by the workers: a past day is worked out once, not in each."""
        text, used = bind(part, values, ":")
        name = f"kept_{blake2b(repr((text, sorted(used.items()))).encode(), digest_size=8).hexdigest()}"
        with _STARTING:
            if name not in self._kept:
                rows = session.sql(text, args=used).cache()
                rows.createOrReplaceTempView(name)
                self._kept[name] = rows
            self._kept[name] = self._kept.pop(name)
            for old in list(self._kept)[:-_MOST_KEPT]:
                self._kept.pop(old).unpersist()
        return name

    def _opened(self) -> SparkSession:
        with _STARTING:
            if self._session is None:
                self._session = self._begun()
            return self._session

    def _begun(self) -> SparkSession:
        """A session of this reader's own, so that two generations' views do not meet."""
        session = _started(self._master).newSession()
        for name, value in _SETTINGS.items():
            if name.startswith("spark.sql."):
                session.conf.set(name, value)
        for name, folder in self._tables.items():
            session.read.parquet(str(folder)).createOrReplaceTempView(f"`{name}`")
        return session


def master_of(place: str) -> str:
    """Spark's name of a master.

    Example:
        >>> master_of("local[2]"), master_of("10.0.0.7:7077"), master_of("")
        ('local[2]', 'spark://10.0.0.7:7077', 'local[*]')
    """
    return place if _ALONE.fullmatch(place) else f"spark://{place}" if place else "local[*]"


def _started(master: str) -> SparkSession:
    """The process's session, begun on the first call.

    Errors: :class:`SettingsError` without PySpark, :class:`StoreError` without Java or without an answer of the master.
    """
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise SettingsError(
            "[engine] url", "the extra 'spark' is not installed", "pip install 'headway[spark]'"
        ) from problem
    builder = SparkSession.builder.master(master).appName("headway")
    quiet = {"spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={_QUIET.as_uri()}"}
    wanted = {**_SETTINGS, **quiet, **(_ON_ONE_MACHINE if master.startswith("local") else {})}
    for name, value in wanted.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkRuntimeError, OSError) as problem:
        told = str(problem).splitlines()[0]
        raise StoreError(
            f"spark {master}", f"does not start ({told})", "install Java 17, or look at the master"
        ) from problem
    session.sparkContext.setLogLevel("OFF")
    return session
