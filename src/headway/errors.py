"""Every error that Headway raises on purpose, in one tree; each message ends with what to do next.

    HeadwayError                    exit status 1
    ├── UsageError                  exit status 2: the call itself is wrong
    ├── SettingsError               headway.toml or the environment cannot be used
    ├── WorkspaceError              the folder is no workspace, is empty, or is in use
    │   ├── NotAWorkspaceError
    │   ├── NothingLoadedError
    │   └── BusyError               another sync holds the lock
    ├── SourceError                 a file or a system could not be read
    │   └── MappingError            a table or a column of the mapping does not fit
    ├── StoreError                  the store on disk is not what the ledger says
    └── NotFoundError               no such row, action or alarm (or not yours to see)

Example:
    >>> raise MappingError("deals", "no column 'amout' in deals.csv", "near: amount; map it in headway.toml")
    Traceback (most recent call last):
    headway.errors.MappingError: deals: no column 'amout' in deals.csv. Next: near: amount; map it in headway.toml
"""

from __future__ import annotations


class HeadwayError(Exception):
    """Told to a person: what is concerned, what is wrong with it, and the next step."""

    exit_status = 1

    def __init__(self, thing: str, wrong: str, next_step: str = "") -> None:
        self.thing, self.wrong, self.next_step = thing, wrong, next_step
        super().__init__(f"{thing}: {wrong}." + (f" Next: {next_step}" if next_step else ""))


class UsageError(HeadwayError):
    """The call is wrong: an unknown option, a column that does not exist, a day that is none."""

    exit_status = 2


class SettingsError(HeadwayError):
    """``headway.toml`` or the environment holds something that cannot be used."""


class WorkspaceError(HeadwayError):
    """The workspace cannot answer."""


class NotAWorkspaceError(WorkspaceError):
    """The folder has no ``headway.toml``."""


class NothingLoadedError(WorkspaceError):
    """No generation of the store has been published yet."""


class BusyError(WorkspaceError):
    """Another sync, or another change of its mapping, is at work in this workspace."""


class SourceError(HeadwayError):
    """A file or a remote system could not be read."""


class MappingError(SourceError):
    """The mapping names a table, a file or a column that does not exist."""


class StoreError(HeadwayError):
    """The store on disk does not hold what the ledger says that was loaded."""


class NotFoundError(HeadwayError):
    """No such thing, or not yours to see: both read the same."""
