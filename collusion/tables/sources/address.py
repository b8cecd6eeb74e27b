"""Parse the address of a source: files, a database, an object store; mask its password in all words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from collusion.errors import UsageError
from collusion.foreign import excerpt

FILES, DUCKDB, SQLITE, POSTGRESQL, OBJECTS = "files", "duckdb", "sqlite", "postgresql", "objects"
OBJECT_SCHEMES = ("s3", "s3a", "gs", "az", "azure", "abfs", "abfss", "file")
FORMS = (
    "a folder or file, duckdb:FILE, sqlite:FILE, postgresql://HOST/DATABASE, or a URL of an object store "
    "(s3://, gs://, az://)"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):(//)?")
_SQLITE_MAGIC, _DUCKDB_MAGIC, _DUCKDB_OFFSET = b"SQLite format 3\x00", b"DUCK", 8
_CREDENTIALS = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*:/{1,2})[^\s/?#]*@")
_SECRET_KEYS = re.compile(
    r"(?i)([?&](?:[a-z0-9_-]*(?:password|token|secret|signature|credential|sig|key)[a-z0-9_-]*)=)[^&#\s]*"
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a source is.

    Attributes
    ----------
    kind
        `FILES`, `DUCKDB`, `SQLITE`, `POSTGRESQL` or `OBJECTS`.
    name
        How it is called in messages and manifests; holds neither user nor password.
    stem
        A short name of it, fit for a folder.
    path
        The folder or file; None where the source is not on this machine.
    url
        The whole URL, credentials included, which is why it is in no repr; empty where there is a path.
    """

    kind: str
    name: str
    stem: str
    path: Path | None = None
    url: str = field(default="", repr=False)

    @property
    def lasting(self) -> str:
        """The address as it may be kept for a later run: absolute, with the user, without any secret."""
        if self.path is not None:
            return str(self.path.resolve())
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        query = "&".join(item for item in parts.query.split("&") if not _SECRET_KEYS.match(f"?{item}"))
        user = user.partition(":")[0]
        return f"{parts.scheme}://{user}{at}{host}{parts.path}" + (f"?{query}" if query else "")


def parse_address(source: str | Path) -> Address:
    """Say what a `source` is.

    Parameters
    ----------
    source
        A path, ``duckdb:FILE``, ``sqlite:FILE``, ``postgresql://…``, or a URL of an object store. A
        database file is recognised by its first bytes, too. A `Path` is never taken for a URL.

    Returns
    -------
    Address
        Nothing is opened but the first bytes of a file.

    Raises
    ------
    UsageError
        When the address is none of these.

    Examples
    --------
    >>> parse_address("postgresql://ann:secret@db.example/reviews").name
    'postgresql://db.example/reviews'
    """
    if isinstance(source, Path):
        return _of_path(source)
    found = _SCHEME.match(source)
    scheme = found[1].lower() if found else ""
    rest = source[found.end(1) + 1 :] if found else source
    if scheme in (DUCKDB, SQLITE):
        return _of_path(Path(rest.removeprefix("///")), kind=scheme)
    if scheme in ("postgresql", "postgres"):
        return _of_postgresql(source)
    if scheme in OBJECT_SCHEMES and rest.startswith("//"):
        return _of_objects(source)
    if "://" in source:
        raise UsageError(f"source: found an address of the kind {excerpt(scheme)}:. Allowed: {FORMS}.")
    return _of_path(Path(source))


def without_credentials(text: str) -> str:
    """Mask user names and passwords of all URLs in a text.

    Parameters
    ----------
    text
        Any text.

    Returns
    -------
    str
        The same, ``***@`` in the place of what comes before the host, and of the values of keys that look
        secret.

    Examples
    --------
    >>> without_credentials("found postgresql://ann:a/b@db/x?sslpassword=y")
    'found postgresql://***@db/x?sslpassword=***'
    """
    # What is before the last @ of a word is the user's, even where he forgot to escape a slash.
    masked = re.sub(r"(?i)(\b(?:postgres|postgresql):/{1,2})\S*@", r"\1***@", text)
    return _SECRET_KEYS.sub(r"\1***", _CREDENTIALS.sub(r"\1***@", masked))


def _of_path(path: Path, kind: str = "") -> Address:
    name = path.name or path.resolve().name
    stem = path.resolve().name.split(".")[0] or "source"
    return Address(kind or _kind_of_file(path), name, stem, path)


def _kind_of_file(path: Path) -> str:
    """Recognise a database file by its first bytes."""
    try:
        if not path.is_file():
            return FILES
        with path.open("rb") as stream:
            head = stream.read(16)
    except (OSError, ValueError):
        return FILES
    if head == _SQLITE_MAGIC:
        return SQLITE
    return DUCKDB if head[_DUCKDB_OFFSET:].startswith(_DUCKDB_MAGIC) else FILES


def _split(source: str) -> SplitResult:
    """Take a URL apart; one whose password is not escaped is refused: part of it would become the host."""
    try:
        parts = urlsplit(source)
    except ValueError:
        parts = SplitResult("", "", "", "", "#")
    is_database = parts.scheme.lower() in ("postgresql", "postgres")
    n_signs = source.count("@") if is_database else parts.netloc.count("@")
    if parts.fragment or n_signs > parts.netloc.count("@") or n_signs > 1:
        raise UsageError(
            "source: found a URL that cannot be taken apart. Allowed: scheme://user@host:port/name, with "
            "special characters of names and passwords percent-encoded (@ is %40, / is %2F, # is %23). "
            "Correct it; better, leave the password to PGPASSWORD or ~/.pgpass."
        )
    return parts


def _of_postgresql(source: str) -> Address:
    parts = _split(source)
    options = dict(parse_qsl(parts.query))
    database = unquote(parts.path.lstrip("/")) or options.get("dbname") or options.get("service", "")
    host = parts.netloc.rpartition("@")[2] or options.get("host", "")
    name = f"postgresql://{host}/{database}"
    return Address(POSTGRESQL, excerpt(name, 200), _stem(database), url=source)


def _of_objects(source: str) -> Address:
    parts = _split(source)
    host = parts.netloc.rpartition("@")[2]
    name = f"{parts.scheme}://{host}{parts.path}"
    last = parts.path.rstrip("/").rpartition("/")[2] or host
    return Address(OBJECTS, excerpt(name, 200), _stem(last.split(".")[0]), url=source)


def _stem(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "source"
