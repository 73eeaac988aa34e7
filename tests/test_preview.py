"""The local web server for a built site."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from backstory import Archive
from backstory.errors import SiteError
from backstory.site.preview import server_of


@pytest.fixture(scope="module")
def site(example_archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview")
    (folder / "secret.txt").write_text("not for readers")
    example_archive.build(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def port(site: Path) -> Iterator[int]:
    with server_of(site, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving.server_address[1]
        serving.shutdown()
        thread.join()


def get(port: int, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Ask without a client that tidies the path up first."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request(method, path)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, answer.getheader("Content-Type", ""), content


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/2015/12/23/", "text/html; charset=utf-8"),
        ("/2015/12/23/index.html?a=b", "text/html; charset=utf-8"),
        ("/index.md", "text/markdown; charset=utf-8"),
        ("/index.json", "application/json"),
        ("/index.xml", "application/xml; charset=utf-8"),
        ("/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/style.css", "text/css; charset=utf-8"),
        ("/llms.txt", "text/plain; charset=utf-8"),
    ],
)
def test_types(port: int, site: Path, path: str, kind: str) -> None:
    file = site / path.partition("?")[0].lstrip("/")
    content = (file / "index.html" if file.is_dir() else file).read_bytes()
    assert get(port, path) == (200, kind, content)
    assert get(port, path, "HEAD") == (200, kind, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/2015/../../secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/.backstory.json",
        "/%2ebackstory.json",
        "/no-such-page.html",
        "/schemas/",
        "/%00",
    ],
)
def test_what_is_not_there(port: int, path: str) -> None:
    status, _, content = get(port, path)
    assert status == 404
    assert b"not for readers" not in content


def test_a_link_out_of_the_site_is_not_followed(port: int, site: Path) -> None:
    (site / "way-out.txt").symlink_to(site.parent / "secret.txt")
    assert get(port, "/way-out.txt")[0] == 404
    (site / "way-out.txt").unlink()


def test_nobody_else_can_reach_it(site: Path) -> None:
    with server_of(site, 0) as serving:
        assert serving.server_address[0] == "127.0.0.1"


def test_a_port_that_is_taken(port: int, site: Path) -> None:
    with pytest.raises(SiteError, match=f"port {port}: cannot be listened on"):
        server_of(site, port)


def test_no_site(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="is no built site"):
        server_of(tmp_path, 0)


def test_an_interrupt_ends_it(site: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from backstory.site.preview import serve;"
        "serve(Path(sys.argv[1]), 0, ready=lambda address: print(address, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(site)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        address = running.stdout.readline().strip()
        assert get(int(address.rstrip("/").rpartition(":")[2]), "/")[0] == 200
        os.kill(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=10)
    assert (running.returncode, said) == (0, "")
