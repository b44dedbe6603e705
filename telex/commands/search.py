"""``telex search``: full-text search of articles or claims, for people and (``--json``, ``--export``) for programs."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from telex.console import err, fail, note

if TYPE_CHECKING:
    from runtime.settings import Settings
    from telex.search.queries import Query
    from telex.search.query_language import QueryError
    from telex.search.results import Hit

# How much longer than the search its reader waits to be told of articles that are on their way.
PATIENCE_SECONDS = 0.5

_Names = list[str] | None


def command(
    query: Annotated[
        list[str] | None, typer.Argument(help='Words, "phrases", AND OR NOT -word, prefix*, field:value; "*" or nothing for everything.')
    ] = None,
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
    said: Annotated[_Names, typer.Option(help="Of claims: a date or period said in it, as in --from: 2027, 2022..2023.")] = None,
    kind: Annotated[_Names, typer.Option(help="Of claims: direct, indirect or mixed.")] = None,
    modality: Annotated[_Names, typer.Option(help="Of claims: asserted, conditional, future, negated or question.")] = None,
    since: Annotated[str | None, typer.Option("--from", help="Published from: 2023, 2023-01 or 2023-01-12.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Published until, that year, month or day included.")] = None,
    limit: Annotated[int, typer.Option(help="Most hits to list.", min=0)] = 10,
    offset: Annotated[int, typer.Option(help="Hits to leave out before the first.", min=0)] = 0,
    sort: Annotated[
        Literal["relevance", "recent", "newest", "oldest", "check_worthy"],
        typer.Option(help="Order; recent: relevance, new articles higher; check_worthy: claims with most to check first."),
    ] = "relevance",
    copies: Annotated[
        Literal["folded", "all"] | None,
        typer.Option(
            help="Of the copies of one text list the best, which names the others, or each of them.",
            show_default="folded, and all for --export",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object: total, texts, hits, facets.")] = False,
    export: Annotated[Path | None, typer.Option(help="Write all hits, however many, to this .jsonl or .csv file.", dir_okay=False)] = None,
) -> None:
    """Search the articles or, with --claims, who said what."""
    from runtime.settings import settings
    from telex.behind import Behind
    from telex.search.queries import Query, search
    from telex.search.query_language import QueryError

    given = {
        "speaker": speaker, "person": person, "organization": organization, "place": place, "about": about,
        "country": country, "source": source, "language": language, "cue": cue, "said": said, "kind": kind, "modality": modality,
    }  # fmt: skip
    wanted = Query(
        text=" ".join(query or ["*"]),
        index="claims" if claims else "articles",
        filters={name: values for name, values in given.items() if values},
        since=since,
        until=until,
        sort=sort,
        limit=limit,
        offset=offset,
        copies=copies or ("all" if export else "folded"),
    )
    try:
        if export:
            _export(settings(), wanted, export)
            return
        behind = Behind(settings())
        # It is read while the search goes on.
        behind.articles()
        result = search(settings(), wanted)
    except QueryError as error:
        _explain(wanted.text, error)
    if as_json:
        _print_json(result.as_json())
    else:
        from telex.search.listing import print_result

        print_result(wanted, result)
        if waiting := behind.articles(PATIENCE_SECONDS):
            note(f"{waiting:,} more are on their way and cannot be found yet: `telex status` follows them")


def _explain(text: str, error: "QueryError") -> NoReturn:
    """Show where in the query something is wrong, and end."""
    if error.position:
        note(f"  {text}\n  {' ' * (error.position - 1)}^")
    fail(str(error), 2)


def _export(settings: "Settings", wanted: "Query", path: Path) -> None:
    """Write a file that is there whole or not at all, showing how far it is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from telex.search.export import export_format, export_lines
    from telex.search.paging import all_hits, count_hits

    form = export_format(path.name)
    total, written = count_hits(settings, wanted), 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    unfinished = path.with_name(f"{path.name}.part")
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bars:
        task = bars.add_task(wanted.index, total=total)

        def counted(hits: "Iterable[Hit]") -> "Iterator[Hit]":
            nonlocal written
            for hit in hits:
                written += 1
                bars.advance(task)
                yield hit

        try:
            with unfinished.open("wb") as file:
                file.writelines(export_lines(counted(all_hits(settings, wanted)), wanted.index, form))
            unfinished.replace(path)
        except OSError as error:
            fail(f"cannot write {path}: {error.strerror}")
        finally:
            unfinished.unlink(missing_ok=True)
    note(f"{written:,} {wanted.index} written to {path}")


def _print_json(answer: object) -> None:
    import sys

    import orjson

    sys.stdout.buffer.write(orjson.dumps(answer) + b"\n")
    sys.stdout.buffer.flush()
