"""Which encoding a text file is in: its mark, its bytes, and at last what its letters would be."""

from __future__ import annotations

import codecs
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from headway.errors import SourceError
from headway.ingest.formats.part import Part, Reading

SAMPLE_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The letters that texts in each of the Latin encodings are made of; the first that explains most of them is taken.
_LETTERS = {
    "cp1252": "àâäæáãåçéèêëíîïìñóôöòõøœßúùûüÿ€–—‘’“”…°º§®™«»¿¡£",
    "cp1254": "çğışöüâîûİ€–—‘’“”…",
    "cp1250": "áâăäąćčçďđéęëěíîłĺľńňóôőöŕřśšşťţúůűüýźżžß€–—‘’“”„…°§®™",
    "cp1257": "āčēģīķļņšūžąęėįųõäöüß€–—‘’“”„…",
    "cp850": "àâäæáçéèêëíîïìñóôöòøßúùûüåã",
    "mac_roman": "àâäæáãåçéèêëíîïìñóôöòõøœßúùûüÿ€–—‘’“”…",
    "iso8859_2": "áâăäąćčçďđéęëěíîłĺľńňóôőöŕřśšşťţúůűüýźżžß",
}
# The letters of languages that are written in both of cp1250 and iso8859_2, where these stand in other places.
_CENTRAL = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž", "äöüß")
_OF_WINDOWS = ("cp1252", "cp1254", "cp1250", "cp1257", "iso8859_2")
_ALONE, _EXPLAINED = 0.8, 0.9
_OTHERS = ("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "shift_jis", "gb18030", "big5", "euc_kr", "euc_jp")
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND = re.compile(rb"[\x80-\xff]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text.

    Attributes:
        name: as Python knows it.
        whole: whether every byte of the file is text in it; else the lines with bytes that are not are refused.
        notes: what a person should know of it; nothing for UTF-8.
    """

    name: str
    whole: bool = True
    notes: tuple[str, ...] = ()

    @property
    def is_utf8(self) -> bool:
        """Whether the engine can read the file as it stands."""
        return self.whole and self.name in {"utf-8", "utf-8-sig"}

    @property
    def is_wide(self) -> bool:
        """Whether a line end takes several bytes."""
        return self.name.startswith(("utf-16", "utf-32"))


def encoding_of(part: Part, reading: Reading) -> Encoding:
    """The encoding of a text file.

    Errors: :class:`SourceError` when it is no text at all.
    """
    with part.path.open("rb") as stream:
        head = stream.read(SAMPLE_BYTES)
    if reading.encoding:
        return Encoding(reading.encoding, whole=_is_whole(part.path, reading.encoding))
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "") or _wide(head)
    if not marked and len(_CONTROL.findall(head)) > len(head) / 20:
        raise SourceError(part.name, "is no text (it is full of control bytes)", "export it as CSV in UTF-8")
    if marked not in {"", "utf-8-sig"}:
        return Encoding(marked, _is_whole(part.path, marked), (f"read as {marked}",))
    if _is_whole(part.path, "utf-8"):
        return Encoding(marked or "utf-8")
    wide, strange, sample = _strange(part.path)
    if marked or wide >= strange:
        note = f"read as utf-8; the lines with bytes that are not ({strange:,} such bytes) are refused"
        return Encoding(marked or "utf-8", whole=False, notes=(note,))
    guess = _guess(sample)
    return Encoding(guess, _is_whole(part.path, guess), (f"read as {guess}",))


def _is_whole(path: Path, encoding: str) -> bool:
    """Whether all of the file can be decoded; plain ASCII is passed over quickly."""
    decoder = codecs.getincrementaldecoder(encoding)()
    plain = encoding.startswith("utf-8")
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                if not (plain and chunk.isascii() and decoder.getstate()[0] == b""):
                    decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: plain letters have zeros at the same places."""
    if b"\x00" not in head or len(head) < 8:
        return ""
    zeros = [head[place::4].count(0) / max(len(head) // 4, 1) for place in range(4)]
    for name, wanted in (
        ("utf-32-le", (0, 1, 1, 1)),
        ("utf-32-be", (1, 1, 1, 0)),
        ("utf-16-le", (0, 1, 0, 1)),
        ("utf-16-be", (1, 0, 1, 0)),
    ):
        if all((share > 0.6) if zero else (share < 0.1) for share, zero in zip(zeros, wanted, strict=True)):
            return name
    return ""


def _strange(path: Path) -> tuple[int, int, bytes]:
    """Letters beyond ASCII that are UTF-8, bytes that are not, and a sample of the lines that hold any."""
    wide = strange = size = 0
    sample: list[bytes] = []
    with path.open("rb") as stream:
        while lines := stream.readlines(_CHUNK_BYTES):
            text = b"".join(lines).decode("utf-8", "surrogateescape")
            found = len(_ESCAPED.findall(text))
            strange += found
            wide += len(text) - len(text.encode("ascii", "ignore")) - found
            for line in lines if size < SAMPLE_BYTES else ():
                if not line.isascii() and size < SAMPLE_BYTES:
                    sample.append(line)
                    size += len(line)
    return wide, strange, b"".join(sample)[:SAMPLE_BYTES]


def _guess(sample: bytes) -> str:
    """The encoding in which the sample is made of letters that its languages have."""
    from charset_normalizer import from_bytes

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = from_bytes(sample, cp_isolation=[*_LETTERS, *_OTHERS]).best()
    if found is not None and found.encoding in _OTHERS and not _is_accented(sample):
        return found.encoding
    best = max(_LETTERS, key=lambda name: (round(_share(sample, name), 2), -list(_LETTERS).index(name)))
    if best != "cp1250":
        return best
    return max((best, "iso8859_2"), key=lambda name: (round(_share(sample, name), 2), _of_one_language(sample, name)))


def _is_accented(sample: bytes) -> bool:
    """Whether bytes beyond ASCII stand one by one among plain letters, and are letters of a Latin encoding.

    Texts in other alphabets are made of runs of them, or of pairs; a few names with an accent are no evidence of these.
    """
    runs = _BEYOND.findall(sample)
    alone = sum(len(run) == 1 for run in runs)
    return alone >= _ALONE * sum(map(len, runs)) and max(_share(sample, name) for name in _OF_WINDOWS) >= _EXPLAINED


def _of_one_language(sample: bytes, encoding: str) -> float:
    """The share of the letters beyond ASCII that the language has which explains most of them."""
    beyond = [letter.lower() for letter in sample.decode(encoding, "replace") if letter > "\x7f"]
    return max(sum(letter in alphabet for letter in beyond) for alphabet in _CENTRAL) / max(len(beyond), 1)


def _share(sample: bytes, encoding: str) -> float:
    """The share of the letters beyond ASCII that are of the encoding's languages; a capital inside a word is not."""
    text = sample.decode(encoding, "replace")
    beyond = [(before, letter) for before, letter in zip(" " + text, text, strict=False) if letter > "\x7f"]
    known = _LETTERS[encoding]
    good = sum(letter in known or (letter.lower() in known and not before.islower()) for before, letter in beyond)
    return good / len(beyond) if beyond else 0.0
