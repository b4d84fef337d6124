"""What a broken part costs: the files whose rows it held are read again, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from headway.errors import StoreError
from headway.ingest.connectors.files import Feed
from headway.ingest.parts import Kept
from headway.ingest.sync import Before
from headway.settings import Source

Earlier = Mapping[tuple[str, str, str], Before]


def but_lost(
    earlier: Earlier, feeds: Sequence[tuple[Source, Feed]], lost: Mapping[Kept, str], progress: Callable[[str], None]
) -> Earlier:
    """What was read of each file before, without those of which rows are lost: those count as never read.

    Args:
        lost: what is kept of which file → the part that is broken.

    Errors: :class:`StoreError` where such a file is not there to be read.
    """
    there = {(source.name, feed.table.name, feed.kept_as) for source, feed in feeds}
    for (source_name, table, file), part in lost.items():
        if (source_name, table, file) not in there:
            raise StoreError(
                f"store/parts/{part}",
                f"is damaged or gone, and {file} of source '{source_name}', of which it holds rows, is not read now",
                "put the part back from a backup, or the file into its folder, and sync all sources; to go on without "
                "those rows, delete the folder store: all that is there is then read anew",
            )
        progress(f"part {part} is damaged or gone: reading {file} again")
    again = {
        (source.name, feed.table.name, feed.name)
        for source, feed in feeds
        if (source.name, feed.table.name, feed.kept_as) in lost
    }
    return {key: before for key, before in earlier.items() if key not in again}
