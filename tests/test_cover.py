from __future__ import annotations

import pytest
from made_pages import ADDRESS, meta, script, tree_of

from backstory.articles.cover import cover_of
from backstory.articles.metadata import metadata
from backstory.model import Image

LOGO = '<header><img src="/img/logo.png"></header>'


def cover(body: str, head: str = "") -> Image | None:
    tree = tree_of(body, head)
    page = metadata(tree, url=ADDRESS)
    return cover_of(page, tree, page.headings[0] if page.headings else None)[0]


FIGURE = (
    "<h1>Ferry strike ends</h1><figure>"
    '<img src="/img/ferry-small.jpg" srcset="/img/ferry-600.jpg 600w, /img/ferry-1200.jpg 1200w">'
    "<figcaption>A ferry leaves. {credit}</figcaption></figure><p>The ferries sail again.</p>"
)


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        ("Photo: Ann Carter / Agency", "Photo: Ann Carter / Agency"),
        ("(Foto: dpa)", "Foto: dpa"),
        ("© Ann Carter", "© Ann Carter"),
        ("<span class='credit'>Ann Carter</span>", "Ann Carter"),
    ],
)
def test_the_first_figure_with_caption_and_credit(credit: str, said: str) -> None:
    found = cover(LOGO + FIGURE.format(credit=credit))
    assert found == Image("https://www.harbourpost.example/img/ferry-1200.jpg", "A ferry leaves.", said)


def test_the_picture_that_the_page_names() -> None:
    other = '<h1>Ferry strike ends</h1><figure><img src="/img/map-77123.png"></figure>'
    lead = '<figure><img src="https://pictures.example/w800/quay-881234.webp"></figure>'
    head = meta("og:image", "https://pictures.example/w1200/quay-881234.jpg?crop=1")
    assert cover(other + lead, head) == Image("https://pictures.example/w800/quay-881234.webp")


def test_a_named_picture_stands_in() -> None:
    own = {"@type": "ImageObject", "url": "/img/quay.jpg", "caption": "The quay.", "creditText": "Ann Carter"}
    found = cover("<h1>Ferry strike ends</h1>", script({"@type": "NewsArticle", "image": [own]}))
    assert found == Image("https://www.harbourpost.example/img/quay.jpg", "The quay.", "Ann Carter")


@pytest.mark.parametrize(
    "body",
    [
        "",
        LOGO,
        '<h1>Ends</h1><div class="author"><img src="/img/ann.jpg"></div>',
        '<h1>Ends</h1><aside><figure><img src="/img/next.jpg"></figure></aside>',
        '<h1>Ends</h1><figure><img width="40" src="/img/dot.jpg"></figure>',
        '<h1>Ends</h1><figure><img src="data:image/gif;base64,AAAA"></figure>',
        '<h1>Ends</h1><figure><img src="http://[broken"></figure>',
    ],
)
def test_no_cover(body: str) -> None:
    assert cover(body, meta("og:image", "https://www.harbourpost.example/img/default-share.png")) is None
