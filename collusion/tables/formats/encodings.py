"""Find the encoding of a text file: by its byte order mark, its zero bytes, or what its letters would be."""

from __future__ import annotations

import codecs
import itertools
import re
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WIDE = {
    (1, 0): "utf-16-le",
    (0, 1): "utf-16-be",
}
#: Share of bytes of one parity that are zero in UTF-16 without a mark.
_MOSTLY = 0.4
_HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
#: Letters with accents stand alone in western words; bytes of other scripts come in runs.
_MAX_WESTERN_RUN = 1.9
_BROKEN = re.compile("[\udc80-\udcff]")
# Half a character written as a character of its own, as Java and Oracle's "UTF8" do beyond the first plane.
_HALF_LETTERS = re.compile(b"\xed[\xa0-\xbf][\x80-\xbf]")
_WIDE_LETTERS = re.compile("[\x80-\U0010ffff]")
_SAMPLE_LINES = 2000
_LEGACY = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r"),
    *("cp932", "gb18030", "big5", "euc_kr", "euc_jp"),
)
#: Matches whose disorder is so near the best are as good.
_TIE = 0.02
# These codecs change more than letters, or make text of anything.
_REFUSED = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf_7", "mbcs", "oem"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding of a file.

    Attributes
    ----------
    name
        Name of the codec; empty where none can be told.
    is_guess
        It rests on what the letters look like.
    n_broken
        Bytes that are wrong in a file that is otherwise UTF-8.
    proposals
        Codecs that the whole sample fits, the likeliest first, where `name` is empty.
    """

    name: str
    is_guess: bool = False
    n_broken: int = 0
    proposals: tuple[str, ...] = ()


def is_text_codec(name: str) -> bool:
    """Say whether `name` is a codec of text that may be declared."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return found.name.replace("-", "_") not in _REFUSED and getattr(found, "_is_text_encoding", True)


def sniff_encoding(head: bytes) -> str:
    """Return the encoding that the first bytes of a file prove, or an empty string.

    Parameters
    ----------
    head
        A kilobyte or more; fewer where the file is shorter.

    Returns
    -------
    str
        Name of a codec that takes the byte order mark away; UTF-16 and UTF-32 also without a mark.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if b"\0" not in head or len(head) < 4:
        return ""
    size = len(head) // 4 * 4
    zeros = [head[i:size:4].count(0) / (size // 4) for i in range(4)]
    if min(zeros[1:]) > _MOSTLY * 2 > zeros[0] * 2:
        return "utf-32-le"
    if min(zeros[:3]) > _MOSTLY * 2 > zeros[3] * 2:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    found = _WIDE.get((int(odd > _MOSTLY), int(even > _MOSTLY)), "")
    return found or next((name for name in _WIDE.values() if _is_wide_text(head, name)), "")


def _is_wide_text(head: bytes, name: str) -> bool:
    """Say whether bytes are lines of letters in UTF-16, of scripts that have few zero bytes."""
    text = head.decode(name, errors="ignore")
    # In the other byte order a line end is no character at all.
    return "\n" in text and all(letter.isprintable() or letter in "\r\n\t" for letter in text)


def find_encoding(path: Path, head: bytes) -> Encoding:
    """Find the encoding of a whole file: one pass over its bytes, O(n) time, O(1) memory.

    Parameters
    ----------
    path
        The file.
    head
        Its first bytes.

    Returns
    -------
    Encoding
        UTF-8 with some broken bytes where most of what is not ASCII is UTF-8; otherwise Windows-1252 where
        the letters fit it; otherwise no name, and proposals.

    Raises
    ------
    OSError
        When the file cannot be read.
    """
    proven = sniff_encoding(head)
    if proven:
        return Encoding(proven)
    decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
    n_broken = n_wide = 0
    odd: list[bytes] = []
    with path.open("rb") as stream:
        while block := stream.read(_CHUNK):
            if block.isascii():
                n_broken += len(_BROKEN.findall(decoder.decode(block)))
                continue
            text = decoder.decode(block)
            broken = len(_BROKEN.findall(text))
            n_wide += 3 * len(_HALF_LETTERS.findall(block))
            n_broken += broken
            n_wide += len(_WIDE_LETTERS.findall(text)) - broken
            if broken and len(odd) < _SAMPLE_LINES:
                lines = (line[:_SAMPLE_LINES] for line in block.splitlines(keepends=True))
                odd.extend(itertools.islice((line for line in lines if not line.isascii()), _SAMPLE_LINES))
    # A file that breaks off within a letter is still UTF-8.
    if not n_broken or n_broken <= n_wide:
        n_broken += len(_BROKEN.findall(decoder.decode(b"", final=True)))
        return Encoding("utf-8", n_broken=n_broken)
    return _legacy(b"".join(odd))


def encoding_of_bytes(data: bytes) -> Encoding:
    """Tell the one-byte or double-byte encoding of the beginning of a text that is not UTF-8.

    Parameters
    ----------
    data
        Its first bytes; the last line may be cut.

    Returns
    -------
    Encoding
        As of `find_encoding`.
    """
    lines = (line[:_SAMPLE_LINES] for line in data.splitlines(keepends=True)[:-1])
    odd = b"".join(itertools.islice((line for line in lines if not line.isascii()), _SAMPLE_LINES))
    return _legacy(odd or data)


def _legacy(sample: bytes) -> Encoding:
    """Tell the one-byte encoding of lines that are not UTF-8."""
    from charset_normalizer import from_bytes

    found = from_bytes(sample, cp_isolation=list(_LEGACY))
    best = found.best()
    runs = _HIGH_RUNS.findall(sample)
    is_western = sum(map(len, runs)) <= _MAX_WESTERN_RUN * len(runs) and _fits(sample, "cp1252")
    if is_western:
        western = sample.decode("cp1252")
        good = [match for match in found if best is not None and match.chaos <= best.chaos + _TIE]
        if not good or any(str(match) == western for match in good):
            return Encoding("cp1252", is_guess=True)
    names = [str(match.encoding) for match in found]
    fitting = [name for name in (*names, *_LEGACY, "latin-1") if _fits(sample, name)]
    # In a few letters what is commonest may not be what is likeliest.
    proposals = dict.fromkeys((["cp1252"] if is_western else []) + fitting)
    return Encoding("", proposals=tuple(proposals)[: 3 + is_western])


def _fits(sample: bytes, name: str) -> bool:
    try:
        sample.decode(name)
    except UnicodeDecodeError:
        return False
    return True
