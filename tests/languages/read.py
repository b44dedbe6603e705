"""Read raw articles with the languages of a folder in place of the program's: ``python -m tests.languages.read FOLDER MODEL``.

One raw article a line comes in, one enriched article a line goes out. A process reads one language, so that a test starts this one.
"""

import sys
from pathlib import Path

from contracts.messages import RawArticle
from streams.enrich import enrich, load_pipeline
from streams.nlp import language_folder

if __name__ == "__main__":
    language_folder.LANGUAGES = Path(sys.argv[1])
    pipeline = load_pipeline(sys.argv[2])
    for article in enrich([RawArticle.model_validate_json(line) for line in sys.stdin], pipeline):
        print(article.model_dump_json())
