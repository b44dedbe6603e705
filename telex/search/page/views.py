"""What the pages show, made ready for their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from telex.search.articles import StoredArticle
from telex.search.fields import FACETS, FIELDS, TIME
from telex.search.page.addresses import HITS, PATHS, Search, View, address
from telex.search.page.charts import REGIONS, bars, countries, dots
from telex.search.page.marking import claim_anchor, cut, marks_of, paragraphs
from telex.search.page.projection import HEIGHT, WIDTH
from telex.search.page.wording import LANGUAGES, choose_language, date_text, error_text, number_text, period_text, value_text, words
from telex.search.profiles import Profile, Voices
from telex.search.queries import DEEPEST_HIT
from telex.search.query_language import QueryError
from telex.search.results import END, FOUND, FacetValue, Result
from telex.search.unusual import Unusual
from telex.search.whereabouts import Whereabouts

# What an article names, and the filter that finds more of it.
_NAMES = (("speakers", "speaker"), ("people", "person"), ("organizations", "organization"), ("places", "place"), ("countries", "country"))
SHOWN_VALUES = 8
SNIPPET_CHARACTERS = 260


@dataclass(frozen=True)
class Link:
    """One value of a facet: what it says, where it leads, how many documents have it (None if not counted), and whether it is chosen."""

    text: str
    address: str
    count: int | None
    share: float
    chosen: bool


class Pages:
    """Renders the templates."""

    def __init__(self, templates: Path) -> None:
        self._templates = Jinja2Templates(directory=templates)
        environment = self._templates.env
        environment.filters.update(marked=marked, snippet=snippet, anchor=claim_anchor)
        environment.globals.update(address=lambda path, **parameters: address(path, parameters.items()), web_address=web_address)
        environment.trim_blocks = environment.lstrip_blocks = True

    def search(self, request: Request, wanted: Search, result: Result, unusual: Mapping[str, Sequence[Unusual]], behind: int) -> Response:
        """The page of a search: hits, facets, time chart, what is unusual, the pages around it, how many articles are on their way."""
        last = wanted.page * HITS >= min(result.listed, DEEPEST_HIT)
        return self._render(
            request,
            "search.html",
            wanted=wanted,
            result=result,
            unusual=_unusual_links(wanted, unusual),
            behind=behind,
            previous=wanted.turned_to(wanted.page - 1) if wanted.page > 1 else None,
            following=None if last else wanted.turned_to(wanted.page + 1),
            cut_off=last and result.listed > DEEPEST_HIT,
            **self._around(request, wanted, result),
        )

    def map(self, request: Request, wanted: Search, result: Result, found: Whereabouts) -> Response:
        """The map of a search, beside its facets."""
        asked = wanted.value("region")
        region = asked if asked in REGIONS else "world"
        return self._render(
            request,
            "map.html",
            wanted=wanted,
            result=result,
            countries=countries(found),
            dots=dots(found, region),
            region=region,
            regions={name: " ".join(f"{part:.2f}" for part in shown) for name, shown in REGIONS.items()},
            width=WIDTH,
            height=HEIGHT,
            **self._around(request, wanted, result),
        )

    def article(self, request: Request, article: StoredArticle, back: str) -> Response:
        """The page of an article: its text with entities and claims marked in place."""
        headings = [(heading["start"], heading["end"]) for heading in article.fields.get("headings", [])]
        return self._render(
            request,
            "article.html",
            article=article.fields,
            claims=article.claims,
            copies=article.copies,
            title=list(cut(article.fields["title"], marks_of(article, "title"))),
            paragraphs=paragraphs(article.fields["body"], marks_of(article, "body"), headings),
            names=[(facet, name, article.fields[facet]) for facet, name in _NAMES if article.fields.get(facet)],
            back=back,
        )

    def speaker(self, request: Request, profile: Profile, unusual: Mapping[str, Sequence[Unusual]]) -> Response:
        """The page of a speaker."""
        wanted = Search("claims", [("speaker", f"={profile.name}")])
        others = [value for value in unusual.get("about", ()) if value.value != profile.name]
        return self._render(request, "speaker.html", profile=profile, wanted=wanted, bars=bars(profile.counts[TIME]), unusual=others)

    def voices(self, request: Request, voices: Voices) -> Response:
        """The page of those who speak about a subject."""
        return self._render(request, "voices.html", voices=voices, bars=bars(voices.months))

    def values(self, request: Request, wanted: Search, facet: str, typed: str, values: Sequence[FacetValue], *, whole: bool) -> Response:
        """The values of one facet like what was typed: a page of its own, or (not whole) the list alone for the page's script."""
        links = _links(wanted, facet, values, _language(request))
        template = "values.html" if whole else "links.html"
        return self._render(request, template, wanted=wanted, facet=facet, typed=typed, links=links)

    def help(self, request: Request) -> Response:
        """How to search."""
        texts = words(_language(request))
        return self._render(request, "help.html", help=texts["help_queries"], keys=texts["help_key_list"], fields=list(FIELDS))

    def failure(self, request: Request, error: Exception, status: int) -> Response:
        """The page that says what is wrong, and for a query where."""
        language = _language(request)
        heading = "error" if isinstance(error, QueryError) else "missing" if status == 404 else "unavailable"
        text = {"error": error_text(error, language) if isinstance(error, QueryError) else "", "unavailable": str(error)}.get(heading)
        view: View = next((view for view, path in PATHS.items() if path == request.url.path), "articles")
        wanted = Search.read(view, QueryParams([pair for pair in request.query_params.multi_items() if pair[0] != "page"]))
        position = error.position if isinstance(error, QueryError) else 0
        return self._render(
            request,
            "failure.html",
            status=status,
            heading=heading,
            text=text or words(language)["missing_text"],
            wanted=wanted,
            position=position,
        )

    def _around(self, request: Request, wanted: Search, result: Result) -> dict[str, Any]:
        """What stands around the hits: facets, time chart and the filters that are on."""
        language = _language(request)
        facets = {name: _links(wanted, name, result.facets[name], language, result.listed, SHOWN_VALUES) for name in FACETS[wanted.index]}
        chips = [
            (words(language)[name], _filter_text(name, value, language), wanted.without((name, value))) for name, value in wanted.filters
        ]
        return {
            "facets": {name: links for name, links in facets.items() if links},
            "bars": bars(result.facets[TIME]),
            "chips": chips,
            "filtered": bool(chips or wanted.value("from") or wanted.value("to")),
        }

    def _render(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        language = _language(request)
        context |= {
            "language": language,
            "languages": [(other, _in_language(request, other)) for other in LANGUAGES if other != language],
            "words": words(language),
            "date_text": partial(date_text, language=language),
            "period_text": partial(period_text, language=language),
            "number_text": partial(number_text, language=language),
            "value_text": partial(value_text, language=language),
        }
        response = self._templates.TemplateResponse(request, template, context, status_code=status)
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie("lang", language, max_age=365 * 86400, httponly=True, samesite="lax")
        return response


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
    wanted = request.query_params.get("lang") or request.cookies.get("lang")
    return choose_language(wanted, request.headers.get("accept-language", ""))


def _in_language(request: Request, language: str) -> str:
    others = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    return address(request.url.path, [*others, ("lang", language)])


def _links(
    wanted: Search, facet: str, values: Sequence[FacetValue], language: str, documents: int = 0, most_shown: int | None = None
) -> list[Link]:
    """The values of a facet, the chosen ones first; their share is that of all documents, or of the most frequent value."""
    name = FACETS[wanted.index][facet]
    chosen = [value.removeprefix("=") for known, value in wanted.filters if known == name and value.startswith("=")]
    counts = {value.value: value.listed for value in values}
    shown = list(dict.fromkeys([*chosen, *counts]))[:most_shown]
    return [
        Link(
            text=value_text(facet, value, language),
            address=wanted.toggled(name, f"={value}"),
            count=counts.get(value),
            share=round(100 * counts.get(value, 0) / max(1, documents, *counts.values()), 1),
            chosen=value in chosen,
        )
        for value in shown
    ]


def _unusual_links(wanted: Search, unusual: Mapping[str, Sequence[Unusual]]) -> list[tuple[Unusual, str]]:
    """The unusual names of all fields, most telling first, with the search that they narrow this one to."""
    facets = FACETS[wanted.index]
    names = [(value, facets[field]) for field, values in unusual.items() for value in values]
    links: dict[str, tuple[Unusual, str]] = {}
    for value, name in sorted(names, key=lambda pair: -pair[0].times * pair[0].count):
        links.setdefault(value.value, (value, wanted.toggled(name, f"={value.value}")))
    return list(links.values())[:SHOWN_VALUES]


def _filter_text(name: str, value: str, language: str) -> str:
    plain = value.removeprefix("=")
    return period_text(plain, language) if name == "date" else value_text(name, plain, language)
