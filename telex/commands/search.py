"""``telex search``: full-text search of articles or claims, for people and (``--json``) for programs."""

from typing import Annotated, Literal

import typer

from telex.console import fail

_Names = list[str] | None


def command(
    query: Annotated[
        list[str], typer.Argument(help='Words, "phrases", AND OR NOT -word, prefix*, field:value; "*" for everything.', show_default=False)
    ],
    claims: Annotated[bool, typer.Option("--claims", help="Search the claims instead of the articles.")] = False,
    speaker: Annotated[_Names, typer.Option(help="Who speaks. Part of a name is enough; =NAME for the whole name.")] = None,
    person: Annotated[_Names, typer.Option(help="A person named in it.")] = None,
    organization: Annotated[_Names, typer.Option(help="An organization named in it.")] = None,
    place: Annotated[_Names, typer.Option(help="A place named in it.")] = None,
    about: Annotated[_Names, typer.Option(help="Of claims: a name that the claim speaks of.")] = None,
    country: Annotated[_Names, typer.Option(help="A country, by name or ISO code.")] = None,
    source: Annotated[_Names, typer.Option(help="A source; repeated: any of them.")] = None,
    language: Annotated[_Names, typer.Option(help="A language code, such as fr.")] = None,
    cue: Annotated[_Names, typer.Option(help="Of claims: the words that report it, such as « a promis ».")] = None,
    kind: Annotated[_Names, typer.Option(help="Of claims: direct, indirect or mixed.")] = None,
    modality: Annotated[_Names, typer.Option(help="Of claims: asserted, conditional, future, negated or question.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Published from: 2023, 2023-01 or 2023-01-12.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Published until, that year, month or day included.")] = None,
    limit: Annotated[int, typer.Option(help="Most hits to list.", min=0)] = 10,
    offset: Annotated[int, typer.Option(help="Hits to leave out before the first.", min=0)] = 0,
    sort: Annotated[
        Literal["relevance", "recent", "newest", "oldest"],
        typer.Option(help="Order; recent: by relevance, with new articles higher."),
    ] = "relevance",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object: total, hits, facets.")] = False,
) -> None:
    """Search the articles or, with --claims, who said what."""
    from runtime.settings import settings
    from telex.search.queries import Query, search
    from telex.search.query_language import QueryError

    given = {
        "speaker": speaker, "person": person, "organization": organization, "place": place, "about": about,
        "country": country, "source": source, "language": language, "cue": cue, "kind": kind, "modality": modality,
    }  # fmt: skip
    wanted = Query(
        text=" ".join(query),
        index="claims" if claims else "articles",
        filters={name: values for name, values in given.items() if values},
        since=since,
        until=until,
        sort=sort,
        limit=limit,
        offset=offset,
    )
    try:
        result = search(settings(), wanted)
    except QueryError as error:
        fail(str(error), 2)
    if as_json:
        _print_json(result.as_json())
    else:
        from telex.search.listing import print_result

        print_result(wanted, result)


def _print_json(answer: object) -> None:
    import sys

    import orjson

    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()
