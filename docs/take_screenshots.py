"""Take the pictures of docs/screenshots/: ``python -m docs.take_screenshots``, on indices that hold the sample articles.

Needs Chromium (Debian's package ``chromium``). Serves the page by itself, from the Elasticsearch of the settings.
"""

from pathlib import Path
from typing import Any

from runtime.settings import settings
from telex.search.page.app import make_app
from telex.search.queries import Query, search
from tests.integration.browser import chromium
from tests.integration.serving import serving

FOLDER = Path(__file__).parent / "screenshots"
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}, "locale": "fr-FR"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 800}, "locale": "fr-FR", "color_scheme": "dark", "device_scale_factor": 2}


def main() -> None:
    """Take every picture."""
    article = search(settings(), Query("grève trains", limit=1)).hits[0].id
    speaker = search(settings(), Query("logement", index="claims", limit=1)).facets["speaker"][0].value
    shots: dict[str, tuple[str, dict[str, Any]]] = {
        "search": ("/?q=ministre&country=%3DFR", DESK),
        "claims": ("/claims?q=gr%C3%A8ve", DESK),
        "article": (f"/articles/{article}?q=gr%C3%A8ve", DESK),
        "map": ("/map", DESK),
        "speaker": (f"/speaker?name={speaker}", DESK),
        "phone": ("/claims?q=gr%C3%A8ve", PHONE),
    }
    FOLDER.mkdir(exist_ok=True)
    with serving(make_app(settings())) as client, chromium() as browser:
        for name, (path, options) in shots.items():
            context = browser.new_context(base_url=str(client.base_url), **options)
            page = context.new_page()
            page.goto(path)
            page.screenshot(path=FOLDER / f"{name}.png")
            context.close()


if __name__ == "__main__":
    main()
