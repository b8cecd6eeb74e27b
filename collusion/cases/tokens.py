"""Tokens of the identifier values that cases show: fetched once for all rings, since values may be stored."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from collusion.arrays import Int32Array, Int64Array
from collusion.errors import UsageError
from collusion.graph.build import EntityGraph
from collusion.graph.nodes import names_of
from collusion.provenance import flush_to_disk
from collusion.tables.tokens import tokenise

KEY_VARIABLE = "COLLUSION_TOKEN_KEY"
#: Beside the runs, since equal values are to have equal tokens in all of them.
KEY_FILE = ".collusion-key"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of some values.

    Attributes
    ----------
    known
        Dense ids of the values of each kind, ascending.
    tokens
        The token of each value, kind after kind.
    """

    known: Mapping[str, Int64Array]
    tokens: pl.Series

    def of(self, values: Sequence[tuple[str, Int64Array | Int32Array]]) -> pl.Series:
        """Return the tokens of some values of each of some kinds, one after the other."""
        ends = np.cumsum([len(dense) for dense in self.known.values()]).tolist()
        first = dict(zip(self.known, [0, *ends]))
        places = [first[kind] + np.searchsorted(self.known[kind], some) for kind, some in values]
        return self.tokens.gather(np.concatenate([np.zeros(0, np.int64), *places]))


def tokens_of(
    graph: EntityGraph, values: Mapping[str, Sequence[Int64Array | Int32Array]], *, key: bytes
) -> Tokens:
    """Fetch and tokenise values.

    Parameters
    ----------
    graph
        The graph.
    values
        Dense ids of values, by kind, in any number of pieces.
    key
        Key of the tokens; no raw value leaves.

    Returns
    -------
    Tokens
        One pass over the stored values.
    """
    known = {
        kind: np.unique(np.concatenate([np.zeros(0, np.int64), *pieces])) for kind, pieces in values.items()
    }
    names = names_of([(graph.identifiers[kind].nodes, dense) for kind, dense in known.items()])
    tokens = [tokenise(kind, some, key=key) for kind, some in zip(known, names, strict=True)]
    return Tokens(known, pl.concat([pl.Series([], dtype=pl.String), *tokens], rechunk=True))


def find_token_key(folder: Path) -> bytes | None:
    """Return the key of tokens: ``COLLUSION_TOKEN_KEY`` when set, else the one kept beside the runs.

    Parameters
    ----------
    folder
        The folder that holds the run folders.

    Returns
    -------
    bytes or None
        32 bytes; None when the variable is not set and no run has kept a key.

    Raises
    ------
    UsageError
        When the variable is empty, or the file is no key that can be read.
    """
    given = os.environ.get(KEY_VARIABLE)
    if given is not None:
        if not given.strip():
            raise UsageError(
                f"{KEY_VARIABLE}: found it empty. Allowed: a secret text, the same for all runs whose tokens "
                "shall agree. Set one, or unset the variable to use a random key kept beside the runs."
            )
        return hashlib.blake2b(given.encode(), digest_size=_KEY_BYTES).digest()
    path = folder / KEY_FILE
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _no_key(path, f"a file that cannot be read ({error.strerror})") from error
    except ValueError:
        key = b""
    if len(key) != _KEY_BYTES:
        raise _no_key(path, f"something other than {2 * _KEY_BYTES} hexadecimal digits")
    return key


def token_key(folder: Path) -> bytes:
    """Return the key of tokens, as `find_token_key` finds it, or a new random one, which it keeps.

    Parameters
    ----------
    folder
        The folder that holds the run folders. The file is for its owner's eyes only: with it, and a list of
        all that a value may be, tokens lead back to values.

    Returns
    -------
    bytes
        32 bytes, the same for all processes, also for those that ask at the same time.
    """
    known = find_token_key(folder)
    if known is not None:
        return known
    key = secrets.token_bytes(_KEY_BYTES)
    handle, name = tempfile.mkstemp(prefix=f"{KEY_FILE}.", dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(key.hex() + "\n")
        flush_to_disk(draft)
        with contextlib.suppress(FileExistsError):
            (folder / KEY_FILE).hardlink_to(draft)
    finally:
        draft.unlink()
    return find_token_key(folder) or key


def _no_key(path: Path, found: str) -> UsageError:
    return UsageError(
        f"{path}: found {found} where the key of the tokens is kept. Allowed: the file that an earlier run "
        f"made there. Put it back from a backup; or set {KEY_VARIABLE}; or remove it, after which tokens "
        "differ from those of earlier runs."
    )
