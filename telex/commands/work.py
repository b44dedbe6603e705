"""``telex work``: one Faust worker; start as many as there is work for, they share the partitions."""

import sys
from typing import Annotated

import typer

from telex.console import note


def command(
    processes: Annotated[int | None, typer.Option(help="Language model processes (else TELEX_MODEL_PROCESSES).", min=1)] = None,
) -> None:
    """Enrich articles until stopped: a worker of the consumer group, beside any others."""
    from contracts.topics import DEAD, ENRICHED, RAW
    from runtime.kafka_clients import create_topics, require_rights
    from runtime.logs import start_logging
    from runtime.rejected_in_a_row import rejected_in_a_row
    from runtime.settings import settings
    from streams.app import Worker, make_app
    from streams.model_processes import ModelProcesses

    config = settings()
    start_logging(config)
    create_topics(config)
    require_rights(config, reads=RAW, writes=(ENRICHED, DEAD), group="streams")
    (config.home / "faust").mkdir(parents=True, exist_ok=True)
    models = ModelProcesses(count=processes or config.model_processes, model=config.spacy_model, article_seconds=config.article_seconds)
    note(f"worker: loading {config.spacy_model} in {models.count} process(es)")
    try:
        models.start()
        note("worker: ready, joining the consumer group " + config.group_name("streams"))
        app = make_app(config, models, rejected_in_a_row=rejected_in_a_row(config, RAW, "streams"))
        worker = Worker(app, loglevel="warning", override_logging=False, redirect_stdouts=False, quiet=True)
        worker.spinner = None  # it would write escape codes into the logs
        sys.exit(worker.execute_from_commandline())
    finally:
        models.stop()
