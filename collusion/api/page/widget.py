"""The page as a widget of a notebook: asked and answered over the notebook's kernel, nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import anywidget
import msgspec
import traitlets

from collusion.api.page.host import PageHost
from collusion.errors import CollusionError, UsageError
from collusion.view import bundle
from collusion.workspace.deciding import Seen

_NAMELESS = 'Found no name. A decision is a person\'s: write `run.view(by="your name")` and decide again.'


class PageWidget(anywidget.AnyWidget):
    """What a notebook shows for ``run.view()`` and ``ring.view()``.

    Parameters
    ----------
    host
        Answers the page.
    start
        The address that is shown first, such as ``#/ring/R-1``; empty: the inbox.
    by
        Who decides, where the page does not say it.
    """

    _esm = bundle.script()
    _css = bundle.styles()
    can_decide = traitlets.Bool(default_value=False).tag(sync=True)
    can_what_if = traitlets.Bool(default_value=False).tag(sync=True)
    start = traitlets.Unicode().tag(sync=True)

    def __init__(self, host: PageHost, *, start: str = "", by: str = "") -> None:
        super().__init__(can_decide=host.can_decide, can_what_if=host.can_what_if, start=start)
        self._host = host
        self._by = by
        self._seen: dict[str, Seen] = {}
        self.on_msg(self._answer)

    def _answer(self, _: object, asked: Mapping[str, Any], __: object) -> None:
        """Answer one question of the page; what cannot be done is said in words, and nothing is raised."""
        answer: dict[str, Any] = {"id": asked.get("id")}
        try:
            document = self._ask(str(asked.get("method")), str(asked.get("path")), asked.get("body"))
            answer["result"] = msgspec.to_builtins(document)
        except CollusionError as error:
            answer["error"] = str(error)
        self.send(answer)

    def _ask(self, method: str, path: str, body: object) -> msgspec.Struct:
        if method == "GET":
            answer = self._host.get(path)
            self._seen[path] = answer.seen
            return answer.document
        record = body if isinstance(body, dict) else {}
        by = str(record.get("by") or self._by).strip()
        if not by and path != "whatif":
            raise UsageError(_NAMELESS)
        rings = record.get("ring_ids") or [record.get("ring_id")]
        places = [f"rings/{quote(str(ring), safe='')}" for ring in rings]
        seen = self._seen.get(places[0] if len(places) == 1 else "", self._seen.get("inbox"))
        answer = self._host.post(path, json.dumps(body).encode("utf-8"), by=by, seen=seen)
        self._seen |= dict.fromkeys(places, answer.seen)
        return answer.document
