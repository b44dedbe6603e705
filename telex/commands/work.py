"""``telex work``: one Faust worker; start as many as there is work for, they share the partitions."""

import logging
import sys
from typing import Annotated

import typer

log = logging.getLogger(__name__)


def command(
    processes: Annotated[int | None, typer.Option(help="Language model processes (else TELEX_MODEL_PROCESSES).", min=1)] = None,
) -> None:
    """Enrich articles until stopped: a worker of the consumer group, beside any others."""
    from contracts.topics import DEAD, ENRICHED, RAW
    from runtime.dead_letter_limit import DeadLetterLimit
    from runtime.kafka_clients import create_topics, require_rights
    from runtime.settings import settings
    from streams.app import Worker, make_app
    from streams.language_models import LanguageModels
    from streams.model_processes import ModelProcesses
    from streams.nlp.language_folder import language_of
    from telex.running_stage import running_stage

    config = settings()
    with running_stage(config, "enriching", reads=RAW, group="streams") as health:
        create_topics(config)
        require_rights(config, reads=RAW, writes=(ENRICHED, DEAD), group="streams")
        (config.home / "faust").mkdir(parents=True, exist_ok=True)
        count = processes or config.model_processes
        models = LanguageModels(
            {language_of(name): ModelProcesses(count=count, model=name, article_seconds=config.article_seconds) for name in config.models}
        )
        log.info("loading %s in %d process(es) each", ", ".join(config.models), count)
        try:
            models.start()
            log.info("ready, joining the consumer group %s", config.group_name("streams"))
            app = make_app(config, models, health, DeadLetterLimit.remembered(config, RAW, "streams"))
            worker = Worker(app, loglevel="warning", override_logging=False, redirect_stdouts=False, quiet=True)
            worker.spinner = None  # it would write escape codes into the logs
            sys.exit(worker.execute_from_commandline())
        finally:
            models.stop()
