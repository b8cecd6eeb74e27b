"""A headless Chromium for tests, which notes every error and every request of the page."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its `page`, what went wrong in it, and which hosts it asked."""

    page: Page
    errors: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def tell_all(self) -> Tab:
        """Note errors and requests from now on."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        return self

    def decide(self, key: str, note: str) -> None:
        """Press a key of the decision bar, give a reason, and wait until it is told."""
        self.page.keyboard.press(key)
        self.page.fill("dialog textarea[name=note]", note)
        with self.page.expect_response("**/api/decisions") as answer:
            self.page.click("dialog form .tools button:first-child")
        assert answer.value.ok, answer.value.text()


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """Open a browser while a block runs."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    assert found, "install Debian's chromium: the page is tested in it"
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


def tab(opened: Browser, **options: object) -> Tab:
    """Open a tab of its own, without what others have stored."""
    context = opened.new_context(**options)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return Tab(context.new_page()).tell_all()
