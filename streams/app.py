"""The Faust application of a worker: its settings, each with the measured reason."""

from typing import Any

import faust

from contracts.topics import DEAD, ENRICHED, RAW
from runtime.dead_letter_limit import DeadLetterLimit
from runtime.health import Health
from runtime.kafka_clients import METADATA_SECONDS, largest_request
from runtime.kafka_security import tls_context
from runtime.settings import Settings
from runtime.stopping import end_at_the_latest
from streams.language_models import LanguageModels
from streams.raw_to_enriched import RawToEnriched


class Worker(faust.Worker):
    """A Faust worker that stops in a bounded time; what it had not acknowledged by then, the next worker does again."""

    async def stop(self) -> None:
        """Leave the group and end; in a bounded time (``end_at_the_latest``)."""
        end_at_the_latest()
        await super().stop()


def make_app(settings: Settings, models: LanguageModels, health: Health, limit: DeadLetterLimit) -> faust.App:
    """Make the Faust application of one worker, with its agent; the models must be started before the application.

    Args:
        settings: of this process.
        models: the model processes.
        health: told what the worker does.
        limit: of the dead letters, with what it remembers; when it is reached, the worker ends.
    """
    app = faust.App(
        settings.group_name("streams"),
        broker=[f"kafka://{broker}" for broker in settings.kafka_bootstrap_servers.split(",")],
        broker_credentials=_credentials(settings),
        datadir=str(settings.home / "faust"),
        web_enabled=False,
        # We create the topics, with their partitions and retention.
        topic_allow_declare=False,
        topic_disable_leader=True,
        reply_create_topic=False,
        table_standby_replicas=0,
        # Faust's default of 60 s leaves the partitions of a killed worker waiting for 61.8 s; with 10 it is 10.3 s.
        broker_session_timeout=settings.session_timeout,
        broker_heartbeat_interval=settings.session_timeout / 3,
        # A fetcher idle for longer than this leaves the group and never comes back (aiokafka 1187): 30 days.
        broker_max_poll_interval=2_592_000,
        # More records than the buffer holds stops the polling, and the group throws the worker out.
        broker_max_poll_records=64,
        stream_buffer_maxsize=128,
        consumer_metadata_max_age_ms=METADATA_SECONDS * 1000,
        consumer_max_fetch_size=largest_request(settings),
        producer_compression_type=settings.compression,
        producer_max_request_size=largest_request(settings),
        producer_linger=0.005,
    )
    raw, enriched, dead = (
        app.topic(settings.topic_name(topic), key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
        for topic in (RAW, ENRICHED, DEAD)
    )
    stage = RawToEnriched(app, settings, models, health, enriched=enriched, dead=dead, limit=limit)

    # One actor: with more, events are acknowledged out of order and one can be lost (faust issue 606).
    @app.agent(raw, name="raw_to_enriched", concurrency=1)
    async def raw_to_enriched(stream: faust.StreamT[Any]) -> None:
        await stage.run(stream)

    @app.timer(interval=1.0)  # type: ignore[untyped-decorator]
    async def tell_that_the_loop_turns() -> None:
        health.turned({tp.partition for tp in app.consumer.assignment()})

    return app


def _credentials(settings: Settings) -> faust.SASLCredentials | None:
    if settings.kafka_password is None:
        return None
    return faust.SASLCredentials(
        username=settings.kafka_username,
        password=settings.kafka_password.get_secret_value(),
        ssl_context=tls_context(settings),
        mechanism=settings.kafka_sasl_mechanism,
    )
