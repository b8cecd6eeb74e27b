"""A real Chromium without a screen, and pages that tell of every problem and every request out."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

_INSTALL = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-qq", "--no-install-recommends", "chromium"],
)
#: What a driver of graphics says of its own speed.
_HARMLESS = "GL Driver Message"


def chromium() -> str:
    """Return the path of Chromium; it is installed where it is absent and that is possible."""
    for attempt in range(2):
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        if found:
            return found
        if attempt == 0 and os.geteuid() == 0 and shutil.which("apt-get"):
            for command in _INSTALL:
                subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
    raise RuntimeError("tests drive Chromium: install it, e.g. with apt-get install chromium")


@contextmanager
def started() -> Iterator[Browser]:
    """Start Chromium; it draws WebGL in software."""
    with sync_playwright() as driver:
        # Without a sandbox of its own: the tests may run as root, and open their own pages only.
        browser = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--enable-unsafe-swiftshader"]
        )
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """A page, the `problems` that its console told, and the `requests` that left it."""

    page: Page
    problems: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def open(self, path: Path, place: str = "#/inbox") -> Page:
        """Open a file at a place of it, anew."""
        self.page.goto("about:blank")
        self.page.goto(path.as_uri() + place)
        self.page.wait_for_selector("h1")
        return self.page


def watched(browser: Browser, **options: object) -> Watched:
    """Return a page of a new context; `options` are Playwright's."""
    context = browser.new_context(
        **{"viewport": {"width": 1300, "height": 900}, "locale": "en-GB", **options}
    )
    one = Watched(context.new_page())
    one.page.set_default_timeout(10_000)
    one.page.on("console", lambda said: _HARMLESS in said.text or one.problems.append(said.text))
    one.page.on("pageerror", lambda error: one.problems.append(str(error)))
    one.page.on("dialog", lambda dialog: one.problems.append(f"dialog: {dialog.message}"))
    one.page.on(
        "request", lambda asked: asked.url.startswith(("file:", "blob:")) or one.requests.append(asked.url)
    )
    return one
