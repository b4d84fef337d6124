"""A site that runs as users run it, and Debian's chromium in front of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from headway.serve.web import make_app
from headway.workspace import Workspace, open_workspace

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZES = {"desk": (1440, 900), "phone": (390, 844)}


@dataclass
class Site:
    """One workspace served on a free port; it can be stopped and started again on the same one."""

    folder: Path
    port: int
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None
    _workspace: Workspace | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._workspace = open_workspace(self.folder)
        app = make_app(self._workspace, port=self.port)
        self._server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_level="error", access_log=False))
        self._thread = threading.Thread(target=self._server.run)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive(), "the server ended before it began"
            time.sleep(0.02)

    def stop(self) -> None:
        if self._server and self._thread and self._workspace:
            self._server.should_exit = True
            self._thread.join(10)
            self._workspace.close()


@dataclass
class Tab:
    """A page with notes of everything it asked for and everything it complained about."""

    page: Page
    site: Site
    scripts: bool = True
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)

    def go(self, path: str) -> Page:
        """The page at a path, its drawing in place."""
        self.page.goto(self.site.address + path)
        if self.page.locator(".drawing").count() and self.scripts:
            self.page.wait_for_selector(".drawing svg:visible")
        return self.page


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        yield opened
        opened.close()


def _served(folder: Path) -> Iterator[Site]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    served = Site(folder, port)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def reading_site(demo_folder) -> Iterator[Site]:
    """The demo company, for tests that only look."""
    yield from _served(demo_folder)


@pytest.fixture
def site(demo_copy) -> Iterator[Site]:
    """A demo company of the test's own."""
    yield from _served(demo_copy)


@pytest.fixture
def open_tab(browser, request):
    """Opens a tab of a size and a scheme; closes it after the test, which fails if the page complained.

    The tab stands before the test's own site where the test asks for one, else before the one that is only read.
    """
    at = request.getfixturevalue("site" if "site" in request.fixturenames else "reading_site")
    opened: list[Tab] = []

    def make(size: str = "desk", scheme: str = "light", **options) -> Tab:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        opened.append(Tab(context.new_page(), at, options.get("java_script_enabled", True)))
        return opened[-1]

    yield make
    for tab in opened:
        tab.page.context.close()
        assert tab.complaints == []
        assert tab.hosts <= {f"127.0.0.1:{at.port}"}
