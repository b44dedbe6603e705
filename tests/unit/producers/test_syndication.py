"""RSS and Atom documents: what is taken from them, and those that are broken or hostile."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.messages import RawArticle
from producers.sources.received import Received, Rejected
from producers.sources.syndication import read_feed, read_feed_file

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Le Fil &amp;amp; la Toile</title><link>https://fil.example/</link><language>fr-FR</language>
<item><title>L’État &lt;b&gt;promet&lt;/b&gt; un plan</title><link>/articles/1?utm_source=rss</link>
 <pubDate>Tue, 10 Jan 2023 08:00:00 +0100</pubDate><description>Court.</description>
 <content:encoded><![CDATA[<p>La ministre a dit : « Oui&nbsp;».</p><h2>Un débat</h2>
 <p>Il suit son cours, dit-on.</p>]]></content:encoded></item>
<item><title>Brève</title><guid>https://fil.example/2</guid><pubDate>2023-01-11</pubDate>
 <description>Un texte, sans balise.</description></item>
<item><title></title><description></description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="iso-8859-1"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr-CA"><title>Le Devoir d’été</title>
<entry><title type="text">a &lt; b</title><updated>2023-01-01T10:00:00Z</updated><link href="https://ex.org/z"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Été.</p><p>Hiver.</p></div></content></entry>
</feed>"""


def read(document: str | bytes, **options: str) -> list[Received]:
    data = document.encode() if isinstance(document, str) else document
    return list(read_feed(data, **{"source": None, "default": "dossier", "origin": "f", **options}))  # type: ignore[arg-type]


def test_an_rss_item_becomes_an_article() -> None:
    article, brief, empty = read(RSS, address="https://fil.example/rss")
    assert isinstance(article, RawArticle)
    assert article.published
    assert (article.source, article.origin, article.language) == ("Le Fil & la Toile", "f[0]", "fr-FR")
    assert (article.title, article.url) == ("L’État promet un plan", "https://fil.example/articles/1")
    assert article.body == "La ministre a dit : « Oui\u00a0».\n\nUn débat\n\nIl suit son cours, dit-on."
    assert [heading.text for heading in article.headings] == ["Un débat"]
    assert (article.published.value, article.published.precision) == ("2023-01-10T08:00:00+01:00", "time")
    assert isinstance(brief, RawArticle)
    assert brief.published
    assert (brief.body, brief.url, brief.published.precision) == ("Un texte, sans balise.", "https://fil.example/2", "day")
    assert isinstance(empty, Rejected)
    assert (empty.origin, str(empty.error)) == ("f[2]", "an article needs a title or a body")


def test_an_atom_entry_becomes_an_article() -> None:
    [article] = read(ATOM.encode("cp1252", "xmlcharrefreplace"))
    assert isinstance(article, RawArticle)
    assert article.published
    assert (article.source, article.title, article.body, article.language) == ("Le Devoir d’été", "a < b", "Été.\n\nHiver.", "fr-CA")
    assert article.published.value == "2023-01-01T10:00:00+00:00"


def test_the_source_given_is_that_of_all() -> None:
    assert {item.source for item in read(RSS, source="Donné")[:2] if isinstance(item, RawArticle)} == {"Donné"}


def test_of_a_cut_feed_the_whole_articles_are_read_and_the_fault_is_named() -> None:
    *articles, rejected = read(RSS[: RSS.index("<item><title></title>")])
    assert [type(article) for article in articles] == [RawArticle, RawArticle]
    assert isinstance(rejected, Rejected)
    assert "the feed is not well-formed (line 10: no element found): 2 articles were read, others may be missing" in str(rejected.error)


@pytest.mark.parametrize("document", ["", "bonjour", "<html><body>x</body></html>", "{}", b"\0\xff\xfe", "<?xml version='1.0'?><a/>"])
def test_what_is_no_feed_is_rejected(document: str | bytes) -> None:
    [rejected] = read(document)
    assert isinstance(rejected, Rejected)
    assert str(rejected.error).startswith("it is no RSS or Atom feed")


def test_entities_are_refused_in_any_encoding(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    lines = [f'<!ENTITY x SYSTEM "file://{tmp_path}/secret">', '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">']
    for line in lines:
        document = (
            f'<?xml version="1.0"?><!DOCTYPE rss [{line}]><rss version="2.0"><channel><item><title>&x;&b;</title></item></channel></rss>'
        )
        for data in (document.encode(), document.encode("utf-16")):
            [rejected] = read(data)
            assert isinstance(rejected, Rejected)
            assert "declares XML entities" in str(rejected.error)


@pytest.mark.parametrize("encoding", ["utf-7", "cp037"])
def test_entities_that_an_encoding_hides_are_not_expanded(encoding: str) -> None:
    laughs = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{depth} "{f"&a{depth - 1};" * 10}">' for depth in range(1, 10))
    feed = f"<!DOCTYPE rss [{laughs}]><rss version='2.0'><channel><item><title>&a9;</title></item></channel></rss>"
    # What begins a declaration, in the other way that UTF-7 has to write it.
    hidden = feed.replace("<!", "+ADwAIQ-") if encoding == "utf-7" else feed
    data = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + hidden.encode(encoding if encoding != "utf-7" else "ascii")
    assert b"<!ENTITY" not in data
    assert "ha" not in str([article.title for article in read(data) if isinstance(article, RawArticle)])


def test_a_feed_file_is_read_within_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(RSS)
    articles = list(read_feed_file(str(path), source=None, most_bytes=10_000))
    assert [item.origin for item in articles] == [f"{path}[{n}]" for n in range(3)]
    # A file has no address that its relative links could start from.
    assert isinstance(articles[0], RawArticle)
    assert articles[0].url is None
    [rejected] = read_feed_file(str(path), source=None, most_bytes=100)
    assert isinstance(rejected, Rejected)
    assert "the limit is 100" in str(rejected.error)


@given(
    st.binary(max_size=300)
    | st.lists(st.sampled_from([*"<>/&;![]='", "rss", "item", "title", "CDATA", " version="])).map(lambda parts: "".join(parts).encode())
)
def test_no_document_raises(data: bytes) -> None:
    for item in read(data):
        assert isinstance(item, (RawArticle, Rejected))
