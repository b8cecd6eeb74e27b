"""Answer what the page asks: documents of a run, and of a workspace what people did and want to do.

The paths and bodies are those of ``view/src/host.ts``. The desk answers them over HTTP, a notebook over its
kernel; both by the same `PageHost`, which many threads may call at once.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote

import msgspec

from collusion.api.page import acting, lookups
from collusion.api.page.people import People, people_of, with_history
from collusion.api.page.shown import Shown, shown
from collusion.api.run import Run
from collusion.cases.seal import MANIFEST
from collusion.errors import ConflictError, UsageError
from collusion.foreign import printable
from collusion.provenance import file_digest
from collusion.signing import Signer
from collusion.view import documents as doc
from collusion.view import payload
from collusion.words.catalogue import DEFAULT, words_of
from collusion.workspace import history
from collusion.workspace.deciding import Seen
from collusion.workspace.workspace import Workspace, opened

_NOT_A_WORKSPACE = (
    "Nothing was recorded: this run is shown without a workspace. Open it with one: "
    "`run.view(workspace=…)` in a notebook, or `collusion desk W`."
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered: a `document`, and what the asker has `seen` of the workspace by it."""

    document: msgspec.Struct
    seen: Seen


class PageHost:
    """Answers the page.

    Parameters
    ----------
    run
        The run that is shown; None: the latest one of the workspace, whichever that is when it is asked.
    workspace
        Where decisions are; None: nothing can be decided.
    signer
        Signs decisions.
    language
        Of what is told of the workspace's latest run; a `run` that is given has its own.
    """

    def __init__(
        self,
        run: Run | None = None,
        *,
        workspace: Path | None = None,
        signer: Signer | None = None,
        language: str = DEFAULT,
    ) -> None:
        if run is None and workspace is None:
            raise UsageError("Found neither a run nor a workspace to show. Give one of them.")
        self._run = run
        self._workspace = workspace
        self._signer = signer
        self._language = words_of(language).language
        self._lock = threading.Lock()
        self._held: Shown | None = None

    @property
    def can_decide(self) -> bool:
        """Whether decisions can be recorded."""
        return self._workspace is not None

    @property
    def can_what_if(self) -> bool:
        """Whether the source, which every what-if reads, is known."""
        with self._space() as space:
            return self._shown(space).run.source is not None

    def warm(self) -> None:
        """Read what is asked for first, and then the source, so that nobody waits for it."""
        with self._space() as space:
            held = self._shown(space)
        held.read_source()
        for row in held.inbox.rows[:1]:
            held.ring(row.ring_id, payload.Worked())

    def get(self, path: str) -> Answer:
        """Answer a question.

        Parameters
        ----------
        path
            A path of the page: ``inbox``, ``rings/R-1``, ``search?q=A1``; ids encoded as in addresses.

        Returns
        -------
        Answer

        Raises
        ------
        UsageError
            When there is no such path or no such thing.
        """
        where, _, query = path.partition("?")
        room, _, name = where.partition("/")
        given = {key: values[0] for key, values in parse_qs(query, keep_blank_values=True).items()}
        name = unquote(name) or given.get("id", "")
        with self._space() as space:
            held = self._shown(space)
            if room == "inbox" and not name:
                people = None if space is None else people_of(space, held.snapshots, held.run_no)
                return Answer(_inbox(held, people), _seen(held, people))
            if room == "rings" and name:
                ring_id = held.run[name].id
                people = (
                    None if space is None else people_of(space, held.snapshots, held.run_no, only=ring_id)
                )
                return Answer(_ring(held, space, people, ring_id), _seen(held, people))
            seen = Seen(held.run_no, 0 if space is None else len(space.ledger()))
            return Answer(lookups.look_up(held, space, room, name, given), seen)

    def post(self, path: str, body: bytes, *, by: str, seen: Seen | None = None) -> Answer:
        """Do what is asked.

        Parameters
        ----------
        path
            ``decisions``, ``undo``, ``notes``, ``lease`` or ``whatif``.
        body
            A JSON text of the request's record in `collusion.view.requests`.
        by
            Who asks.
        seen
            What the asker had seen of the workspace; None: do not ask.

        Returns
        -------
        Answer

        Raises
        ------
        UsageError
            When it cannot be done as given; `ConflictError` when somebody else was there first.
        """
        with self._space() as space:
            held = self._shown(space)
            if path == "whatif":
                return Answer(lookups.what_if(held, body), seen or Seen(held.run_no, 0))
            action: Callable[[acting.Desk, bytes], msgspec.Struct] | None = acting.ACTIONS.get(path)
            if action is None:
                raise unknown_path(path)
            if space is None:
                raise UsageError(_NOT_A_WORKSPACE)
            document = action(acting.Desk(space, held, by, seen, self._signer), body)
            return Answer(document, Seen(held.run_no, len(space.ledger())))

    @contextlib.contextmanager
    def _space(self) -> Iterator[Workspace | None]:
        if self._workspace is None:
            yield None
            return
        with opened(self._workspace) as space:
            yield space

    def _shown(self, space: Workspace | None) -> Shown:
        """Return the run that is shown, prepared; a newer one of the workspace is opened when it is there."""
        with self._lock:
            if space is None:
                if self._held is None:
                    assert self._run is not None
                    self._held = shown(self._run)
                return self._held
            latest = history.latest_run(space.database)
            if self._held is None or self._held.run_no != latest.run_no:
                self._held = self._open(space, latest)
            return self._held

    def _open(self, space: Workspace, latest: history.RunRecord) -> Shown:
        run = self._run
        if run is None:
            run = Run(latest.folder, source=latest.source, language=self._language)
        elif file_digest(run.folder / MANIFEST) != latest.manifest_sha256:
            raise ConflictError(
                f"{printable(str(run.folder))}: found that it is not the latest run of the workspace, "
                f"on which people decide. Open that one: {printable(latest.folder)}"
            )
        return shown(run, latest.run_no, history.rings_of(space.database, latest.run_no))


def unknown_path(path: str) -> UsageError:
    """Return the error of a `path` that the page does not have."""
    return UsageError(
        f"{path!r}: found no such path. Allowed: "
        "inbox, rings/ID, accounts/ID, clears/ID, compare?a=&b=, search?q=, path?a=&b=; "
        "to post: decisions, undo, notes, lease, whatif."
    )


def _seen(held: Shown, people: People | None) -> Seen:
    return Seen(held.run_no, 0 if people is None else people.n_entries)


def _inbox(held: Shown, people: People | None) -> doc.Inbox:
    if people is None:
        return held.inbox
    rows = [acting.row_worked(row, people) for row in held.inbox.rows]
    return msgspec.structs.replace(held.inbox, rows=rows)


def _ring(held: Shown, space: Workspace | None, people: People | None, name: str) -> doc.RingDocument:
    ring = held.run[name]
    if space is None or people is None:
        return held.ring(ring.id, payload.Worked())
    return held.ring(ring.id, with_history(space, ring.id, people.worked(ring.id)))
