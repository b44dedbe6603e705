"""A search result on a terminal: the hits with the found words marked, and the facets as bars."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from telex.console import out
from telex.search.fields import TIME
from telex.search.queries import Query
from telex.search.results import END, FOUND, FacetValue, Hit, Result

FACET_ROWS = 5
# The counts over time, lowest to highest; a period without any is a dot.
STEPS = "▁▂▃▄▅▆▇█"
BAR_CELLS = 12
SNIPPET_CHARACTERS = 240


def print_result(wanted: Query, result: Result) -> None:
    """Print a result for a person."""
    shown = f", {wanted.offset + 1} to {wanted.offset + len(result.hits)}" if result.hits else ""
    what = wanted.index if result.total != 1 else wanted.index.removesuffix("s")
    folded = f" ({result.texts:,} different; --copies all lists each)" if result.listed < result.total else ""
    out.print(Text(f"{result.total:,} {what}{folded}{shown}\n", style="bold"))
    for hit in result.hits:
        out.print(_claim(hit) if wanted.index == "claims" else _article(hit), Text())
    facets = {name: values for name, values in result.facets.items() if values and name != TIME}
    if facets:
        out.print(_facet_table(facets, result.facets[TIME]))
    for suggestion in result.suggestions:
        names = "".join(f"  {name}: {', '.join(values)}" for name, values in suggestion.filters.items())
        out.print(Text("Did you mean  ").append(suggestion.text, style="bold").append(f"{names}  ({suggestion.total:,})", style="dim"))
    if not result.total and not result.suggestions:
        out.print(Text("Nothing found: try fewer words, or * for everything.", style="dim"))


def marked(fragment: str) -> Text:
    """A highlighted fragment, its found words in bold."""
    before, *parts = fragment.split(FOUND)
    text = Text(before)
    for part in parts:
        found, _, rest = part.partition(END)
        text.append(found, style="bold yellow").append(rest)
    return text


def _article(hit: Hit) -> RenderableType:
    fragments = hit.highlights.get("body") or [_beginning(hit.fields["body"])]
    lines = [Text(" … ").join(marked(" ".join(fragment.split())) for fragment in fragments)]
    if hit.fields.get("speakers"):
        lines.append(Text("speakers: " + ", ".join(hit.fields["speakers"]), style="cyan"))
    return Group(_bold(hit, "title"), *(Padding(line, (0, 0, 0, 2)) for line in [_origin(hit), *lines, *_copies(hit)]))


def _claim(hit: Hit) -> RenderableType:
    how = ", ".join(part for part in (hit.fields["kind"], hit.fields["modality"], hit.fields.get("cue")) if part)
    speaker = Text(hit.fields.get("speaker") or "nobody named", style="bold cyan").append(f"  {how}", style="dim not bold")
    title = _whole(hit, "title")
    return Group(speaker, *(Padding(line, (0, 0, 0, 2)) for line in [_whole(hit, "text"), title, _origin(hit), *_copies(hit)]))


def _copies(hit: Hit) -> list[Text]:
    """« + 3 copies in Le Soir, La Libre » where a hit stands for others."""
    if not hit.copy_count:
        return []
    sources = list(dict.fromkeys(copy["source"] for copy in hit.copies))
    more = ", …" if hit.copy_count > len(hit.copies) else ""
    noun = "copy" if hit.copy_count == 1 else "copies"
    return [Text(f"+ {hit.copy_count:,} {noun} in {', '.join(sources)}{more}", style="magenta")]


def _whole(hit: Hit, field: str) -> Text:
    """A field in full, its found words marked where there are any."""
    return marked(hit.highlights[field][0]) if field in hit.highlights else Text(hit.fields[field])


def _bold(hit: Hit, field: str) -> Text:
    title = _whole(hit, field)
    title.stylize("bold", 0, len(title))
    return title


def _origin(hit: Hit) -> Text:
    parts = [hit.fields["source"], hit.fields.get("published"), hit.fields.get("url"), hit.fields["article_id"]]
    return Text("  ".join(part for part in parts if part), style="dim")


def _beginning(body: str) -> str:
    text = " ".join(body.split())
    return text if len(text) <= SNIPPET_CHARACTERS else text[:SNIPPET_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _facet_table(facets: Mapping[str, Sequence[FacetValue]], months: Sequence[FacetValue]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    if months:
        first, last = months[0].value, months[-1].value
        period = first if first == last else f"{first} to {last}"
        table.add_row(Text(TIME, style="bold"), Text(period), Text(_over_time(months), style="cyan"))
    for name, values in facets.items():
        most = max(value.listed for value in values)
        for row, value in enumerate(values[:FACET_ROWS]):
            bar = "▇" * max(1, round(BAR_CELLS * value.listed / most))
            label = Text(name, style="bold") if row == 0 else Text()
            table.add_row(label, Text(value.value), Text(bar, style="cyan"), Text(f"{value.listed:,}", justify="right"))
    return table


def _over_time(months: Sequence[FacetValue]) -> str:
    """A line of at most BAR_CELLS characters, each an equal part of the time from the first month to the last."""
    numbers = [12 * int(month.value[:4]) + int(month.value[5:7]) for month in months]
    span = numbers[-1] - numbers[0] + 1
    counts = [0] * min(BAR_CELLS, span)
    for number, month in zip(numbers, months, strict=True):
        counts[(number - numbers[0]) * len(counts) // span] += month.listed
    most = max(counts)
    return "".join(STEPS[(count * len(STEPS) - 1) // most] if count else "·" for count in counts)
