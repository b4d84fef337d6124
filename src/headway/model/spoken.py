"""Names and addresses as they are spoken: no case, marks, accents or legal forms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    import ibis.expr.types as ir

# A blank may be written or not: ``s.r.o.``, ``s. r. o.`` and ``sro`` are one form.
_ANYWHERE = (
    "incorporated|inc|corporation|corp|company|limited|ltd|llc|llp|plc|gmbh|mbh|kgaa|ohg|sarl|srl|spa|bv|nv|asa|oyj|"
    "aps|pty|pvt|slu|lda|ltda|eirl|sro|doo|the|and|und|et"
)
# These are words of other meanings too, so they count only behind the name. English and German, Romance, Nordic and
# Dutch, Slavic, Hungarian, Balkan and Baltic, Turkish and Greek, Asian.
_BEHIND = (
    "co|lp|pllc|l l c|ag|kg|ug|haftungsbeschrankt|ggmbh|gbr|e k|e v|e g|se|partg|"
    "s a|s a s|sasu|s a r l|eurl|s n c|et cie|et fils|cie|s l|s l u|s a u|sociedad anonima|sociedad limitada|"
    "s a de c v|de c v|s de r l|s r l|s p a|s r l s|s a p a|eireli|cia|"
    "b v|n v|v o f|c v|bvba|sprl|a b|ab publ|publ|a s|aps|i s|o y|oy ab|abp|ehf|hf|"
    "sp z o o|spolka z o o|spolka z ograniczona odpowiedzialnoscia|spolka akcyjna|sp k|sp j|sp p|s c|p s a|"
    "s r o|spol s r o|v o s|k s|kft|k f t|zrt|z r t|nyrt|rt|bt|kkt|e s tarsa|es tarsai|es tsa|"
    "d o o|d d|j d o o|eood|ood|ead|ad|sh p k|uab|sia|ou|ltd sti|sti|limited sirketi|anonim sirketi|"
    "ae|epe|ike|αε|επε|ικε|private limited|opc|sdn bhd|bhd|berhad|pte|kk|k k|gk|tbk|ооо|зао|ао|еоод|еад|ад|тов|доо"
)
_BEFORE = "ооо|оао|зао|пао|ао|ип|тов|тзов|пп|чп|ет|uab|sia|ab|pt|firma|fa|f a"
_UNSPACED = "株式会社|有限会社|合同会社|㈱|㈲|[(（][株有合주][)）]|股份有限公司|有限责任公司|有限公司|주식회사|유한회사"
_SAME_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "a", "œ": "o", "ŧ": "t"}
_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00))


def company(name: ir.StringValue) -> ir.StringValue:
    """A company as it is spoken of: ``Grün Łódź Sp. z o.o.`` and ``GRUEN LODZ`` are ``grun lodz``."""
    plain = _letters(name.lower().re_replace(_UNSPACED, " ")).re_replace("([aou])e", r"\1")
    short = plain.re_replace(rf"\b({_ANYWHERE})\b", " ").re_replace(" +", " ").strip()
    short = short.re_replace(f"^(({_spaced(_BEFORE)}) )+", "").re_replace(f"( ({_spaced(_BEHIND)}))+$", "")
    return (short == "").ifelse(plain.strip(), short)


def person(name: ir.StringValue) -> ir.StringValue:
    """The words of somebody's name in the order of the alphabet: ``Kowalski, Jan`` is ``jan kowalski``."""
    return _letters(name.lower()).strip().split(" ").sort().join(" ")


def domain_of(address: ir.StringValue) -> ir.StringValue:
    """The domain of a web address, in small letters: ``https://www.Acme.com/en`` is ``acme.com``."""
    bare = address.strip().lower().re_replace("^([a-z]+://)?(www[.])?", "")
    return bare.re_replace("[/?:#].*$", "")


def _letters(lower: ir.StringValue) -> ir.StringValue:
    """Words of bare letters and digits, one blank between them."""
    marked, bare = _bare()
    # To look each letter up among so many takes a hundred times as long as to see that none has a mark.
    letters = lower.re_search(r"[^\x00-\x7F]").ifelse(lower.replace("ß", "ss").translate(marked, bare), lower)
    plain = letters.re_replace(r"[.'’`]|\p{M}", "")
    return plain.re_replace(r"[^\p{L}\p{N}]+", " ")


@cache
def _bare() -> tuple[str, str]:
    """Small Latin letters with a mark, and what each is without it."""
    found = {chr(code): normalize("NFKD", chr(code))[0] for block in _LATIN for code in block}
    found = {letter: bare for letter, bare in found.items() if letter.islower() and "a" <= bare <= "z"}
    found |= _SAME_LETTERS
    return "".join(found), "".join(found.values())


def _spaced(forms: str) -> str:
    return forms.replace(" ", " ?")
