"""A web server for one built site, on this machine alone: to look at it before it is published."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO
from urllib.parse import unquote, urlsplit

from backstory.errors import SiteError
from backstory.site.publish import MARKER

#: The port that is tried by default.
PORT = 8000

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".json": "application/json",
    ".xml": "application/xml; charset=utf-8",
    ".xsd": "application/xml; charset=utf-8",
    ".rng": "application/xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}


class _Handler(SimpleHTTPRequestHandler):
    """Serves files of a folder, and nothing else."""

    protocol_version = "HTTP/1.1"

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        """Refuse what stands outside the site or is not for readers; the rest is the base class's."""
        if not self._is_public():
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def _is_public(self) -> bool:
        asked = unquote(urlsplit(self.path).path)
        if "\0" in asked or any(name.startswith(".") for name in asked.split("/")):
            return False
        root, path = os.path.realpath(self.directory), os.path.realpath(self.translate_path(self.path))
        return os.path.commonpath([root, path]) == root

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The content type of a file, with its charset."""
        return _TYPES.get(Path(path).suffix, "application/octet-stream")

    def list_directory(self, path: str | os.PathLike[str]) -> None:
        """A folder without an `index.html` is no page."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what a browser asks for is seen in the browser."""


class _Server(ThreadingHTTPServer):
    """Serves each request in a thread of its own."""

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away before it has heard all is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def server_of(site: Path, port: int = PORT) -> ThreadingHTTPServer:
    """A server for a built site, bound to 127.0.0.1 but not yet running.

    Args:
        site: the site's folder.
        port: where to listen; 0 for any that is free.

    Raises:
        SiteError: there is no site, or the port is taken.
    """
    if not (site / MARKER).is_file():
        raise SiteError(str(site), "is no built site; `backstory build` makes one")
    try:
        return _Server(("127.0.0.1", port), partial(_Handler, directory=str(site)))
    except OSError as error:
        raise SiteError(f"port {port}", f"cannot be listened on ({error.strerror})") from error


def serve(site: Path, port: int = PORT, *, ready: Callable[[str], None]) -> None:
    """Serve a built site until the user interrupts.

    Args:
        site: the site's folder.
        port: where to listen; 0 for any that is free.
        ready: told the address, once it can be opened.

    Raises:
        SiteError: there is no site, or the port is taken.
    """
    with server_of(site, port) as serving:
        ready(f"http://127.0.0.1:{serving.server_address[1]}/")
        with suppress(KeyboardInterrupt):
            serving.serve_forever()
