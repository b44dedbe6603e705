"""HTML to text: the paragraphs of a piece of markup, separated by blank lines."""

import re
from collections.abc import Iterator
from html import unescape

from lxml import etree, html

# A new paragraph begins and ends with these (HTML living standard, "flow content" that browsers set as blocks).
BLOCKS = {
    *("address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
    *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
}
UNSEEN = {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "head", "form", "button", "select", "textarea"}
# HTML collapses these; a no-break space is typography and stays.
WHITE = re.compile(r"[ \t\n\r\f]+")
# Control characters are no part of HTML: dropped from what is read, so that two of them can mark its ends of paragraph and line.
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
PARAGRAPH, LINE = "\x01", "\x02"


def html_to_text(markup: str) -> str:
    """Give the text of a piece of HTML as paragraphs parted by blank lines; text without markup stays as it is."""
    if "<" not in markup:
        return unescape(markup).strip()
    try:
        root = html.fragment_fromstring(UNPRINTABLE.sub(" ", markup), create_parent="div")
    except (etree.LxmlError, ValueError):
        return markup.strip()
    text = re.sub(f"{LINE}[ {LINE}]*{LINE}", PARAGRAPH, re.sub(" +", " ", "".join(_pieces(root))))
    paragraphs = ("\n".join(line.strip(" ") for line in part.strip(f" {LINE}").split(LINE)) for part in text.split(PARAGRAPH))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def html_to_line(markup: str) -> str:
    """Give the text of a piece of HTML in one line, as a title is."""
    return WHITE.sub(" ", html_to_text(markup)).strip(" ")


def _pieces(root: html.HtmlElement) -> Iterator[str]:
    # Walked without recursion: hostile markup nests deeper than Python calls.
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            yield PARAGRAPH if element.tag in BLOCKS else LINE if element.tag == "br" else ""
            if element.tag in UNSEEN:
                walk.skip_subtree()
            else:
                yield WHITE.sub(" ", element.text or "")
        else:
            yield PARAGRAPH if element.tag in BLOCKS else ""
            yield WHITE.sub(" ", element.tail or "") if element is not root else ""
