"""Readers' comments in HTML: read with author, time and place in the thread, and out of the article."""

from __future__ import annotations

import pytest
from conftest import EXAMPLES

from backstory.articles.comment_names import Part, number, parts
from backstory.articles.comments import Comment, take_comments
from backstory.articles.tree import parse, text_of
from backstory.model import Method, Page, Role

ARTICLE = (
    "<h1>Ministers agree on a bridge</h1><article><p>The ministers of two countries agreed on Tuesday to build "
    "a bridge over "
    "the river Example, officials said, after forty years of talks that had come to nothing.</p></article>"
)

WORDPRESS = """
<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts on “Ministers agree”</h2>
<ol class="comment-list">
<li id="comment-11" class="comment even thread-even depth-1 comment-author-ada"><article id="div-comment-11"
class="comment-body">
 <footer class="comment-meta"><div class="comment-author vcard"><img class="avatar" alt=""><b class="fn"><a
rel="external nofollow"
 class="url">Ada</a></b> <span class="says">says:</span></div><div class="comment-metadata"><a href="#comment-11">
 <time datetime="2022-03-30T09:14:00+02:00">March 30, 2022 at 9:14 am</time></a></div></footer>
 <div class="comment-content"><p>The ferry was fine.</p><p>Nobody asked us.</p></div>
 <div class="reply"><a class="comment-reply-link" href="#respond">Reply</a></div></article>
 <ol class="children"><li id="comment-12" class="comment byuser comment-author-admin bypostauthor depth-2">
  <article id="div-comment-12" class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><b
class="fn">Editor
  </b></div><time datetime="2022-03-30T10:00:00+02:00">later</time></footer><div class="comment-content"><p>We
did.</p></div>
  </article></li></ol></li>
<li id="comment-13" class="pingback"><div class="comment-body">Pingback: <a href="https://b.example/x"
class="url">Other blog</a></div></li>
</ol>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3><form id="commentform"><p>Your email address will not be
published.</p><textarea name="comment"></textarea></form></div></div>"""

MICRODATA = """
<section><div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><span itemprop="author" itemscope
itemtype="https://schema.org/Person"><span itemprop="name">Ada</span></span><meta itemprop="dateCreated"
content="2022-03-30">
<p itemprop="text">The ferry was fine.</p></div><div itemscope itemtype="http://schema.org/UserComments"><span
itemprop="creator">Bob</span> <time itemprop="commentTime" datetime="2022-03-31">x</time><div
itemprop="commentText">It was not.
</div></div></section>"""

BLOGGER = """
<div class="comments" id="comments"><h4>2 comments:</h4><dl id="comments-block">
<dt class="comment-author" id="c1"><a href="https://b.example/profile/1" rel="nofollow">Ada</a> said...</dt>
<dd class="comment-body"><p>The ferry was fine.</p></dd>
<dd class="comment-footer"><span class="comment-timestamp"><a href="#c1">30 March 2022 at 09:14</a></span></dd>
<dt class="comment-author" id="c2">Bob said...</dt><dd class="comment-body"><p>It was not.</p></dd>
<dd class="comment-footer"><span class="comment-timestamp">31 March 2022 at 10:00</span></dd></dl></div>"""

DRUPAL = """
<section id="comments" class="comment-wrapper"><h2 class="title">Comments</h2>
<a id="comment-1"></a><article class="comment comment-by-anonymous odd" typeof="sioc:Post"><header><p
class="submitted"><span
class="username">Ada</span> - <time datetime="2022-03-30T09:14:00+02:00">Wed</time></p></header><h3><a
href="#comment-1">Ferry</a></h3>
<div class="field field-name-comment-body"><div class="field-items"><p>The ferry was fine.</p></div></div>
<ul class="links inline"><li class="comment-reply"><a href="/comment/reply/1">reply</a></li></ul></article>
<div class="indented"><a id="comment-2"></a><article class="comment even"><header><span class="username">Bob</span>
<time datetime="2022-03-31">Thu</time></header><div class="field-name-comment-body"><p>It was
not.</p></div></article></div>
</section>"""

NAMELESS = """
<div class="titlebar">Comments</div>
<div><h3>#1 Comment by Ada</h3>30 March 2022, 09:14<p>The ferry was fine.</p></div>
<div><h3>#2 Comment by Bob</h3>31 March 2022, 10:00<p>It was not.</p></div>
<div class="titlebar">Write a comment</div><form><textarea></textarea><input value="Send"></form>"""

HUMPED = """
<div class="siteCommentList"><div class="siteCommentBox"><span class="siteCommentUserName">Ada</span><span
class="siteCommentDate">30.3.2022</span><div class="siteCommentText">The ferry was
fine.</div><button>Report</button></div>
<div class="siteCommentBox"><span class="siteCommentUserName">Bob</span><span
class="siteCommentDate">31.3.2022</span><div
class="siteCommentText">It was not.</div></div></div>"""

SPANISH = """
<aside id="comentarios"><h2>2 comentarios</h2><article><header><div class="autor">Ada</div><time
content="2022-03-30"></time></header>
<div class="texto-comentario"><p>The ferry was fine.</p></div></article><article><header><div class="autor">Bob</div>
<time content="2022-03-31"></time></header><div class="texto-comentario"><p>It was not.</p></div></article></aside>"""


def taken(html: str) -> tuple[tuple[Comment, ...], str]:
    """What is taken out of a page, and the words that are left in it."""
    tree = parse(Page(source="page.html", data=f"<html lang=en><body>{html}</body></html>".encode()))
    return take_comments(tree), text_of(tree)


def told(html: str) -> list[tuple[str | None, str | None, str, int]]:
    """Author, day, words and depth of each comment."""
    return [
        (one.author, one.time.edtf[:10] if one.time else None, one.text, one.depth)
        for one in taken(html)[0]
        if one.role is Role.COMMENT
    ]


def test_wordpress() -> None:
    found, left = taken(ARTICLE + WORDPRESS + "<p>Imprint</p>")
    assert [(one.role, one.author, one.text, one.depth) for one in found] == [
        (Role.NAVIGATION, None, "3 thoughts on “Ministers agree”", 0),
        (Role.COMMENT, "Ada", "The ferry was fine.\nNobody asked us.", 0),
        (Role.COMMENT, "Editor", "We did.", 1),
        (Role.COMMENT, None, "Pingback: Other blog", 0),
        (Role.FORM, None, "Leave a Reply", 0),
        (Role.FORM, None, "Your email address will not be published.", 0),
    ]
    assert found[1].time is not None
    assert (found[1].time.edtf, found[1].time.method) == ("2022-03-30T09:14:00+02:00", Method.VISIBLE)
    assert left == text_of(parse(Page(source="", data=ARTICLE.encode()))) + " Imprint"


@pytest.mark.parametrize("html", [MICRODATA, BLOGGER, NAMELESS, HUMPED, SPANISH], ids=range(5))
def test_other_conventions(html: str) -> None:
    found = told(ARTICLE + html)
    assert found == [
        ("Ada", "2022-03-30", "The ferry was fine.", 0),
        ("Bob", "2022-03-31", "It was not.", 0),
    ]
    left = taken(ARTICLE + html)[1]
    assert "agreed on Tuesday" in left
    assert "ferry" not in left


def test_drupal_replies_stand_beside_what_they_reply_to() -> None:
    assert told(ARTICLE + DRUPAL) == [
        ("Ada", "2022-03-30", "Ferry\nThe ferry was fine.", 0),
        ("Bob", "2022-03-31", "It was not.", 1),
    ]


def test_comments_of_structured_data_alone() -> None:
    data = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "comment": [{"@type": "Comment", "text": '
        '"<p>Fine.</p>", '
        '"author": {"@type": "Person", "name": "Ada"}, "dateCreated": "2022-03-30T09:14:00Z"}]}</script>'
    )
    found, _ = taken(data + ARTICLE)
    assert [(one.author, one.text) for one in found] == [("Ada", "Fine.")]
    assert found[0].time is not None
    assert (found[0].time.edtf, found[0].time.method) == ("2022-03-30T09:14:00Z", Method.JSON_LD)


def test_a_moment_without_a_day_dates_nothing() -> None:
    html = (
        '<ul id="comments"><li class="comment"><b class="author">Ada</b> <i class="date">3 hours ago</i>'
        "<p>Fine.</p></li></ul>"
    )
    time = taken(ARTICLE + html)[0][0].time
    assert time is not None
    assert (time.edtf, time.words, time.day) == ("XXXX-XX-XX", "3 hours ago", None)


def test_what_a_reader_quotes_is_the_readers() -> None:
    html = (
        '<ol class="commentlist"><li class="comment" id="comment-1"><cite class="fn">Ada</cite><div '
        'class="comment-text"><blockquote>'
        "<p>By Jane Doe. Ten were hurt.</p></blockquote><p>That is wrong.</p></div></li></ol>"
    )
    assert told(ARTICLE + html) == [("Ada", None, "By Jane Doe. Ten were hurt.\nThat is wrong.", 0)]


@pytest.mark.parametrize(
    "html",
    [
        # Opinion: in German and English a comment is also what an editor writes.
        '<article class="kommentar comment"><h1>Comment: A bridge too late</h1><p>The bridge is late, writes '
        "our editor.</p></article>",
        f'<div class="post comments-open comment-wrapper">{ARTICLE}</div>',
        f'<div id="comments-page" class="with-comments">{ARTICLE}<div class="x">Nothing.</div></div>',
        '<ul class="opinion"><li class="comment"><h3><a href="/late">A bridge too late</a></h3><p>Ada '
        "Writer</p></li></ul>",
        "<ul class=live-blog><li class=entry><time datetime=2022-03-29T10:00>10:00</time><p>They "
        "meet.</p></li><li class=entry>"
        "<time datetime=2022-03-29T11:00>11:00</time><p>They agree.</p></li></ul>",
        "<h2>Reviews</h2><ul class=reviews><li class=review><b>Ada</b> <time datetime=2022-03-29>x</time> <p>A "
        "fine bridge.</p></li></ul>",
        "<div class=answers><div class=answer id=answer-12><span class=user>Bob</span><time "
        "datetime=2022-03-29>x</time><p>Use a "
        "ferry.</p></div></div>",
        "<p>3 comments of the minister were heard.</p><p>30 March 2022, 09:14: he said no.</p>",
        '<h2>Comments</h2><ul><li><a href="/a">30 March 2022: Bridge over the river to be built at last, says '
        "minister</a></li></ul>",
    ],
    ids=range(9),
)
def test_what_is_no_comment_stays(html: str) -> None:
    found, left = taken(html)
    assert not [one for one in found if one.role is Role.COMMENT]
    assert left == text_of(parse(Page(source="", data=html.encode())))


def test_forms_without_comments() -> None:
    found, left = taken(
        ARTICLE + '<div id="respond"><h3>Leave a comment</h3><form><textarea></textarea>Name *</form></div>'
    )
    assert [(one.role, one.text) for one in found] == [(Role.FORM, "Leave a comment"), (Role.FORM, "Name *")]
    assert "Leave" not in left


def test_words_after_the_comments_stay() -> None:
    _, left = taken(f"{ARTICLE}{WORDPRESS} tail <p>after</p>")
    assert left.endswith("tail after")


def test_the_example_page() -> None:
    data = (EXAMPLES / "pages" / "2022-03-29-same-war-amnesty.html").read_bytes()
    tree = parse(Page(source="page.html", data=data))
    found = [one for one in take_comments(tree) if one.role is Role.COMMENT]
    assert [(one.author, one.time.edtf if one.time else None, one.depth) for one in found] == [
        ("old_tram", "2022-03-29T17:20:00+02:00", 0),
        ("Petra S.", "2022-03-29T18:03:00+02:00", 1),
        ("Reader of the paper edition", "2022-03-30T07:11:00+02:00", 0),
    ]
    assert found[1].text == "One crime does not wash off another. “We did it too” has never helped anybody in a cellar."
    left = text_of(tree)
    assert not [one.text for one in found if one.text in left]
    assert "She spoke in Paris." in left
    assert left.endswith("Cookies")


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("comments", Part.SECTION),
        ("commentlist", Part.SECTION),
        ("comments-wrapper", Part.SECTION),
        ("disqus_thread", Part.SECTION),
        ("lista-comentarios", Part.SECTION),
        ("li-comment-3303", Part.ITEM),
        ("commentEntry", Part.ITEM),
        ("w-comments-item", Part.ITEM),
        ("comment-box", Part.WRAP),
        ("comment__content", Part.BODY),
        ("w-comments-item-text", Part.BODY),
        ("texto-comentario", Part.BODY),
        ("comment-author-admin", Part.AUTHOR),
        ("comment-date", Part.TIME),
        ("commentmetadata", Part.META),
        ("respond", Part.FORM),
        ("commentform", Part.FORM),
        ("comment-count", Part.FURNITURE),
        ("recentcomments", Part.FURNITURE),
        ("recent-comments-5", Part.FURNITURE),
        ("nocomments", Part.FURNITURE),
        ("commented", None),
        ("content", None),
    ],
)
def test_names(name: str, part: Part | None) -> None:
    assert parts(name) == ({part} if part else set())


def test_numbers() -> None:
    assert [number(id) for id in ("comment-12", "div-comment-12", "comment_e3f2-4a5b")] == ["12", "12", "e3f2-4a5b"]
    assert [number(id) for id in ("comments-12", "comment", "recent-comment-5", None)] == [None] * 4


PHPBB = """
<div id="p{n}" class="post"><dl class="postprofile"><dt><a href="./memberlist.php?u={n}" class="username">{who}</a></dt>
<dd>Joined: 12 Mar 2009, 10:00</dd></dl><div class="postbody"><div id="post_content{n}">
<p class="author">by <strong><a class="username" href="./memberlist.php?u={n}">{who}</a></strong> &raquo;
<time datetime="{when}">then</time></p><div class="content">{words}</div>
<div class="signature">Sail on</div></div></div></div>"""
VBULLETIN = """
<li class="postbitlegacy" id="post_{n}"><div class="posthead"><span class="date">{when}</span><a class="postcounter">#2
</a></div><div class="username_container"><a class="username" href="member.php?{n}"><strong>{who}</strong></a></div>
<div class="content"><div id="post_message_{n}"><blockquote class="postcontent">{words}</blockquote></div></div>
<div class="postfoot"><a href="r">Reply</a></div></li>"""
XENFORO = """
<article class="message message--post" data-author="{who}" id="js-post-{n}"><h4 class="message-name"><a class="username"
href="/members/{n}/">{who}</a></h4><header class="message-attribution"><a href="#"><time class="u-dt" datetime="{when}">
then</time></a><a href="#">#2</a></header><article class="message-body"><div class="bbWrapper">{words}</div></article>
<footer class="message-footer"><a href="r">Reply</a></footer></article>"""
MACHINES = """
<div class="windowbg"><div class="post_wrapper"><div class="poster"><h4><a href="index.php?action=profile;u={n}">{who}
</a></h4></div>
<div class="keyinfo"><div class="smalltext">&#171; <strong>Reply #1 on:</strong> {when} &#187;</div></div>
<div class="post"><div class="inner" id="msg_{n}">{words}</div></div></div></div>"""


@pytest.mark.parametrize("post", [PHPBB, VBULLETIN, XENFORO, MACHINES])
def test_what_answers_the_first_post_of_a_thread_is_a_comment(post: str) -> None:
    first = "No ferry has come since the morning, and nobody on the quay knows why."
    told_by = (("Ada", first), ("Bob", "It is a strike."), ("Cleo", "Until Friday, they say."))
    posts = [post.format(n=n, who=who, when=f"2021-05-0{n}", words=words) for n, (who, words) in enumerate(told_by, 3)]
    assert told("".join(posts)) == [
        ("Bob", "2021-05-04", "It is a strike.", 0),
        ("Cleo", "2021-05-05", "Until Friday, they say.", 0),
    ]
    found, left = taken("".join(posts))
    assert first in left
    assert "Bob" not in left + "".join(one.text for one in found)
    assert told(posts[0]) == [], "a post alone is what the page is about"


def test_replies_that_stand_beside_what_they_answer() -> None:
    entry = (
        '<li class="comment" id="dsq-comment-{0}"><cite id="dsq-cite-{0}">{1}</cite><div class="dsq-comment-body">{2}'
    )
    one, two = entry.format(41, "Ada", "It was fine."), entry.format(42, "Bob", "It was not.")
    thread = f'<ul id="dsq-comments">{one}</div></li><ul class="children">{two}</div></li></ul></ul>'
    assert told(f'{ARTICLE}<div id="disqus_thread">{thread}</div>') == [
        ("Ada", None, "It was fine.", 0),
        ("Bob", None, "It was not.", 1),
    ]


def test_sections_are_numbered_as_they_stand_in_the_page() -> None:
    opened = "<h3>1 comment</h3><ul><li><b>Ada</b> <i>May 3, 2021 at 8:00 am</i><p>It was fine.</p></li></ul>"
    found, _ = taken(f"{ARTICLE}<div>{opened}</div><p>More news</p>{WORDPRESS}")
    assert {one.section for one in found} >= {0, 1}
    assert [one.section for one in found] == sorted(one.section for one in found)
    assert found[1].text == "It was fine."
