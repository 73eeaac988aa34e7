"""Pages in a real browser: Chromium without a window, on a server of this machine."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from local_server import Answer, Request, serve
from lxml import html
from PIL import Image
from sample_views import INFO, VIEWS

from backstory.site.render import FORMATS, Renderer, asset_files
from backstory.site.views import EventView

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine")

#: Chromium, alone with the server: no name but its address is looked up.
COMMAND = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--window-size=1500,1000", "--virtual-time-budget=20000", "--dump-dom"),
]
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
SCHEMES = {"light": "--blink-settings=preferredColorScheme=1", "dark": "--blink-settings=preferredColorScheme=0"}
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".jpg": "image/jpeg"}

Looking = Callable[[int, str], list[dict[str, Any]]]


def site() -> dict[str, bytes]:
    """The files of a small site."""
    renderer = Renderer(INFO)
    pages = {f"{view.path}.{name}": renderer.render(view, name) for view in VIEWS for name in FORMATS}
    return pages | pictures() | asset_files()


def pictures() -> dict[str, bytes]:
    """The cover pictures of the pages."""
    made: dict[str, bytes] = {}
    for view in VIEWS:
        if isinstance(view, EventView) and view.cover:
            out = io.BytesIO()
            Image.new("RGB", (view.cover.width, view.cover.height), "darkslategray").save(out, "JPEG")
            made[view.cover.file] = out.getvalue()
    return made


def checking(addresses: Sequence[str], width: int) -> bytes:
    """The page that looks at the others."""
    listed = json.dumps(list(addresses))
    return (
        f'<!DOCTYPE html><script type="application/json" id="pages" data-width="{width}">{listed}</script>'
        '<body><script src="/check_page.js"></script>'
    ).encode()


def answered(answering: Callable[[Request], Answer], scheme: str, profile: Path) -> Any:
    """What the script of the server's first page leaves in the document."""
    with serve(answering) as base:
        command = [CHROMIUM, *COMMAND, ALONE, SCHEMES[scheme], f"--user-data-dir={profile}", f"{base}/"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return json.loads(str(html.document_fromstring(done.stdout).xpath("string(//pre[@id='answer'])")))


@pytest.fixture(scope="module")
def look(tmp_path_factory: pytest.TempPathFactory) -> Looking:
    """Looks at all pages in a window of that width and a scheme of colours; says what there is to see."""
    files = {f"/{name}": data for name, data in site().items()}
    files["/check_page.js"] = (Path(__file__).parent / "check_page.js").read_bytes()
    files["/favicon.ico"] = b""
    addresses = sorted({f"/{view.path}.html" for view in VIEWS})

    def looking(width: int, scheme: str) -> list[dict[str, Any]]:
        asked: list[str] = []

        def answering(request: Request) -> Answer:
            asked.append(request.path)
            data = checking(addresses, width) if request.path == "/" else files.get(request.path)
            kind = TYPES.get(Path(request.path).suffix, TYPES[".html"])
            return Answer(data or b"", 404 if data is None else 200, {"Content-Type": kind})

        seen: list[dict[str, Any]] = answered(answering, scheme, tmp_path_factory.mktemp("profile"))
        assert set(asked) <= {"/", *files}
        assert [page["address"] for page in seen] == addresses
        return seen

    return looking


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [320, 360, 800, 1440])
def test_pages_can_be_read(look: Looking, width: int, scheme: str) -> None:
    for page in look(width, scheme):
        assert page["overflow"] <= 0, page["address"]
        assert page["headings"] == 1
        assert page["faint"] == []
        # A week of seven targets of 44 pixels is wider than 320.
        assert page["small"] == [] or width < 360, page["address"]
        assert page["unfocused"] == []
        assert {urlsplit(name).hostname for name in page["loaded"]} <= {"127.0.0.1"}
        assert page["columns"] in (None, "block" if width < 704 else "grid")
        assert (page["ground"] == "rgb(20, 22, 24)") == (scheme == "dark")


def test_the_map_is_steered_and_narrowed(tmp_path: Path) -> None:
    driver = b'<!DOCTYPE html><body><script src="/drive_map.js"></script>'
    script = (Path(__file__).parent / "drive_map.js").read_bytes()
    files = {f"/{name}": data for name, data in site().items()} | {"/": driver, "/drive_map.js": script}

    def answering(request: Request) -> Answer:
        kind = TYPES.get(Path(request.path).suffix, TYPES[".html"])
        return Answer(files.get(request.path, b""), 200, {"Content-Type": kind})

    seen = answered(answering, "light", tmp_path)
    first, closer, words, years = (seen[name] for name in ("first", "closer", "words", "years"))
    assert first["view"] == "0 60 3600 1420"
    assert (first["rows"], first["marks"]) == (
        ["place-1", "place-2", "place-3", "place-4"],
        ["mark-2", "mark-3", "mark-4"],
    )
    assert (first["told"], first["shade"]) == ("3,002 events at 4 places", "shade5")
    assert [float(each) for each in closer["view"].split()] == [1575, 592.5, 900, 355]
    assert (words["rows"], words["marks"]) == (["place-2"], ["mark-2"])
    assert (words["told"], words["shade"]) == ("800 events at 1 place", "shade0")
    assert (years["counts"], years["told"]) == (["1", "1", "1", "1"], "4 events at 4 places")
