"""What the pages show, made ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from telex.search.articles import StoredArticle
from telex.search.fields import FACETS, FIELDS, Index
from telex.search.page.addresses import HITS, Search
from telex.search.page.marking import cut, marks_of, paragraphs
from telex.search.page.wording import choose_language, date_text, value_text, words
from telex.search.queries import DEEPEST_HIT
from telex.search.query_language import QueryError
from telex.search.results import END, FOUND, FacetValue, Result

# What an article names, and the filter that finds more of it.
_NAMES = (("speakers", "speaker"), ("people", "person"), ("organizations", "organization"), ("places", "place"), ("countries", "country"))
SHOWN_VALUES = 8
SNIPPET_CHARACTERS = 240
# Of the histogram, in units of its picture.
CHART_WIDTH, CHART_HEIGHT = 240, 48


@dataclass(frozen=True)
class Link:
    """One value of a facet: what it says, where it leads, how many documents have it, and its share of the largest (0 to 100)."""

    text: str
    address: str
    count: int
    share: float


@dataclass(frozen=True)
class Bar:
    """One month of the histogram, as a rectangle."""

    x: float
    width: float
    height: float
    label: str
    address: str


class Pages:
    """Renders the templates."""

    def __init__(self, templates: Path) -> None:
        self._templates = Jinja2Templates(directory=templates)
        self._templates.env.filters["marked"] = marked
        self._templates.env.filters["snippet"] = snippet
        self._templates.env.trim_blocks = self._templates.env.lstrip_blocks = True

    def search(self, request: Request, wanted: Search, result: Result) -> Response:
        """The page of a search: hits, facets, the pages around it."""
        language = _language(request)
        last = wanted.page * HITS >= min(result.total, DEEPEST_HIT)
        return self._render(
            request,
            "search.html",
            wanted=wanted,
            result=result,
            facets={name: links for name in FACETS[wanted.index] if (links := _links(wanted, name, result.facets[name], language))},
            bars=_bars(wanted, result.facets["published"]),
            chips=[(words(language)[name], value.removeprefix("="), wanted.without((name, value))) for name, value in wanted.filters],
            previous=wanted.page_address(wanted.page - 1) if wanted.page > 1 else None,
            following=None if last else wanted.page_address(wanted.page + 1),
        )

    def article(self, request: Request, article: StoredArticle) -> Response:
        """The page of an article: its text with entities and claims marked in place."""
        headings = [(heading["start"], heading["end"]) for heading in article.fields.get("headings", [])]
        return self._render(
            request,
            "article.html",
            article=article.fields,
            claims=article.claims,
            title=list(cut(article.fields["title"], marks_of(article, "title"))),
            paragraphs=paragraphs(article.fields["body"], marks_of(article, "body"), headings),
            names=[(facet, name, article.fields[facet]) for facet, name in _NAMES if article.fields.get(facet)],
            original=web_address(article.fields.get("url")),
        )

    def failure(self, request: Request, error: Exception, status: int) -> Response:
        """The page that says what is wrong."""
        language = _language(request)
        heading = "error" if isinstance(error, QueryError) else "missing" if status == 404 else "unavailable"
        text = words(language)["missing_text"] if heading == "missing" else str(error)
        index: Index = "claims" if request.url.path == "/claims" else "articles"
        wanted = Search.read(index, QueryParams([pair for pair in request.query_params.multi_items() if pair[0] != "page"]))
        return self._render(request, "failure.html", status=status, heading=heading, text=text, wanted=wanted)

    def _render(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        language = _language(request)
        context |= {
            "language": language,
            "words": words(language),
            "date_text": lambda document: date_text(document, language),
            "value_text": lambda facet, value: value_text(facet, value, language),
        }
        return self._templates.TemplateResponse(request, template, context, status_code=status)


def marked(fragment: str) -> Markup:
    """A highlighted fragment as HTML: escaped, its found words in ``mark``."""
    return Markup(str(escape(fragment)).replace(FOUND, "<mark>").replace(END, "</mark>"))  # noqa: S704 - escaped just before


def snippet(text: str) -> str:
    """The beginning of a text, up to a word's end."""
    text = " ".join(text.split())
    return text if len(text) <= SNIPPET_CHARACTERS else text[:SNIPPET_CHARACTERS].rsplit(" ", 1)[0] + " …"


def web_address(url: str | None) -> str | None:
    """The address of an article if a browser can follow it safely: http or https, nothing else."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _language(request: Request) -> str:
    return choose_language(request.query_params.get("lang"), request.headers.get("accept-language", ""))


def _links(wanted: Search, facet: str, values: Sequence[FacetValue], language: str) -> list[Link]:
    name = facet if facet in FIELDS else next(name for name, field in FIELDS.items() if getattr(field, wanted.index) == facet)
    most = max((value.count for value in values), default=1)
    return [
        Link(
            text=value_text(facet, value.value, language),
            address=wanted.with_filter(name, f"={value.value}"),
            count=value.count,
            share=round(100 * value.count / most, 1),
        )
        for value in values[:SHOWN_VALUES]
    ]


def _bars(wanted: Search, months: Sequence[FacetValue]) -> list[Bar]:
    """The histogram: one bar for each month from the first to the last, empty months leave gaps."""
    if not months:
        return []
    numbers = [12 * int(month.value[:4]) + int(month.value[5:7]) for month in months]
    width = CHART_WIDTH / max(1, numbers[-1] - numbers[0] + 1)
    most = max(month.count for month in months)
    return [
        Bar(
            x=round((number - numbers[0]) * width, 2),
            width=round(max(1.0, min(24.0, width - 1)), 2),
            height=round(max(1.0, CHART_HEIGHT * month.count / most), 2),
            label=f"{month.value}: {month.count}",
            address=wanted.in_month(month.value),
        )
        for number, month in zip(numbers, months, strict=True)
    ]
