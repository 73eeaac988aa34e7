"""All formats of all pages together."""

from __future__ import annotations

import pytest
from sample_views import INFO, VIEWS

from backstory.site.render import FORMATS, Format, Renderer, asset_files, schema_files
from backstory.site.views import View


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.path)
def test_the_same_view_gives_the_same_bytes(view: View, format: Format) -> None:
    page = Renderer(INFO).render(view, format)
    assert page == Renderer(INFO).render(view, format)
    assert page.endswith(b"\n")
    assert "\ufffd" not in page.decode()


def test_the_stylesheet_asks_nobody_for_anything() -> None:
    assert list(asset_files()) == ["style.css", "map.js"]
    style = asset_files()["style.css"].decode()
    assert "url(" not in style
    assert "@import" not in style
    assert "http:" not in style


def test_schemas_are_published_with_the_site() -> None:
    assert {"schemas/event.schema.json", "schemas/event.rng"} <= set(schema_files())
