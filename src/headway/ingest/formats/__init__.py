"""Every kind of file that is read: its parts listed, one part opened as a relation of texts."""

from headway.ingest.formats.door import ENDINGS, edges_of, is_known, open_part, parts_of, stem, unreadable
from headway.ingest.formats.edges import Edges
from headway.ingest.formats.number_formats import ANY, OF_CELLS
from headway.ingest.formats.opened import NOTHING_BROKEN, Opened, drop_lists
from headway.ingest.formats.part import READING_WORDS, Part, Reading
from headway.ingest.formats.unpacking import part_bytes

__all__ = [
    "ANY",
    "ENDINGS",
    "NOTHING_BROKEN",
    "OF_CELLS",
    "READING_WORDS",
    "Edges",
    "Opened",
    "Part",
    "Reading",
    "drop_lists",
    "edges_of",
    "is_known",
    "open_part",
    "part_bytes",
    "parts_of",
    "stem",
    "unreadable",
]
