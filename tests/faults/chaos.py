"""A seeded schedule of faults while articles are fed, and what came of it: ``python -m tests.faults.chaos --seed N`` (``make chaos``).

Each step feeds a part of the articles and strikes while they are on their way; nothing waits for the line to recover. In the end
every article must be in the index as its last version, or among the dead letters if it is poison, and the ledger must add up.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from elasticsearch.helpers import scan

from contracts.codec import encode
from contracts.topics import RAW
from runtime.elasticsearch_client import ARTICLES, CLAIMS, elasticsearch_client, make_searchable
from runtime.kafka_clients import create_topics, make_producer, topic_ends
from runtime.settings import settings
from telex.ledger import read_dead_letters, read_ledger, total
from telex.local.servers import local_servers
from tests.conftest import own_servers
from tests.faults.articles import Made, last_versions, write_lines
from tests.faults.faults import FAULTS, FAULTS_OF_THREE, Fault, title
from tests.faults.line import Line, running_line

# Of so many feeds, one is killed on its way and done again.
FEED_KILLED_EVERY = 5


@dataclass
class Report:
    """What a schedule came to; names of articles where something is amiss."""

    seed: int
    articles: int
    faults: Counter[str] = field(default_factory=Counter)
    feeds_killed: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    dead: int = 0
    ledger: str = ""
    adds_up: bool = False
    ends: Counter[str] = field(default_factory=Counter)
    most_memory: Counter[str] = field(default_factory=Counter)
    seconds: float = 0

    @property
    def is_good(self) -> bool:
        """Whether nothing is lost, there twice or wrong, and the ledger adds up."""
        return not (self.lost or self.duplicated or self.wrong) and self.adds_up

    def __str__(self) -> str:
        lines = [f"seed {self.seed}: {self.articles:,} articles, {sum(self.faults.values())} faults in {self.seconds:.0f} s", ""]
        lines += [f"  {count:3}  {fault}" for fault, count in sorted(self.faults.items())]
        lines += [f"  {self.feeds_killed:3}  feeds killed on their way and done again", ""]
        lines += [f"  lost {len(self.lost)}, duplicated {len(self.duplicated)}, wrong {len(self.wrong)}; articles dead: {self.dead}"]
        lines += [f"  ledger: {self.ledger}"]
        lines += ["  ends of processes (verb, exit code): " + ", ".join(f"{end} × {n}" for end, n in sorted(self.ends.items()))]
        lines += ["  most memory: " + ", ".join(f"{verb} {size / 2**20:.0f} MiB" for verb, size in sorted(self.most_memory.items()))]
        amiss = [*self.lost, *self.duplicated, *self.wrong]
        return "\n".join([*lines, *(f"  {one}" for one in amiss[:30])])


def schedule(draw: random.Random, count: int, faults: Sequence[Fault] = FAULTS) -> list[Fault]:
    """Draw the faults: each kind as often as any other, in an order of chance."""
    rounds = [draw.sample(list(faults), len(faults)) for _ in range(-(-count // len(faults)))]
    return [fault for one in rounds for fault in one][:count]


def run(seed: int, *, articles: int, faults: Sequence[Fault], folder: Path) -> Report:
    """Run a schedule in the servers and the namespace of the settings."""
    draw, started = random.Random(seed), time.monotonic()
    report = Report(seed, articles)
    create_topics(settings())
    with running_line(folder, draw) as line:
        line.wait_for_members()
        parts = [range(articles * step // len(faults), articles * (step + 1) // len(faults)) for step in range(len(faults))]
        before: Sequence[int] = ()
        for step, (part, fault) in enumerate(zip(parts, faults, strict=True)):
            corrected = [Made(number, 2) for number in before if Made(number).is_corrected()]
            file = write_lines(folder / f"part-{step}.jsonl", [*(Made(number) for number in part), *corrected])
            if step % FEED_KILLED_EVERY == FEED_KILLED_EVERY - 1:
                _kill_a_feed(line, file)
                report.feeds_killed += 1
            _feed(line, file)
            _feed_late(before)
            fault(line)
            report.faults[title(fault)] += 1
            line.wait(draw.uniform(0, 1.5))
            before = part
        rest = [Made(number, 2) for number in before if Made(number).is_corrected()]
        _feed(line, write_lines(folder / "rest.jsonl", rest))
        line.wait_until_settled()
        report.ends, report.most_memory = line.ends, line.most_memory
    inspect(report)
    report.seconds = time.monotonic() - started
    return report


def inspect(report: Report) -> None:
    """Compare the indices, the dead letters and the ledger with what was fed."""
    make_searchable(settings())
    expected = {made.article_id: made for made in last_versions(range(report.articles))}
    articles, claims = _stored(ARTICLES), _stored(CLAIMS)
    letters = {letter.article_id: letter.stage for letter in read_dead_letters(settings())}
    said: dict[str, list[tuple[str, str]]] = {name: [] for name in expected}
    for name, claim in sorted(claims.items(), key=lambda item: (item[1]["article_id"], item[1]["start"])):
        if claim["article_id"] in said:
            said[claim["article_id"]].append((claim["speaker"], claim["text"]))
        else:
            report.duplicated.append(f"claim {name} of no article")
    for name, made in expected.items():
        what = f"article {made.number} ({name})"
        if made.fate != "indexed":
            if letters.get(name) != made.fate or name in articles:
                report.wrong.append(f"{what} should be dead in {made.fate}, it is {letters.get(name, 'no dead letter')}")
        elif name not in articles:
            report.lost.append(f"{what} is lost" + (f": it died in {letters[name]}" if name in letters else ""))
        elif articles[name]["body"] != made.body or articles[name]["title"] != made.title or articles[name]["source"] != made.source:
            report.wrong.append(f"{what} is not its last version")
        elif said[name] != made.claims or articles[name]["claim_count"] != len(made.claims):
            report.wrong.append(f"{what} has the claims {said[name]} instead of {made.claims}")
    report.duplicated += [f"{name} was never fed" for name in articles.keys() - expected.keys()]
    report.wrong += [f"{name} died in {stage} and should not" for name, stage in letters.items() if name not in expected]
    report.wrong += [f"{name} is indexed and dead" for name in letters.keys() & articles.keys()]
    report.dead = len(letters)
    entries = list(read_ledger(settings()).values())
    book = total(entries)
    report.ledger, report.adds_up = str(book), all(entry.adds_up for entry in entries) and book.in_flight == 0


def _feed(line: Line, file: Path) -> None:
    """Feed a file with the real command, until it was sent."""
    code = None
    while code != 0:
        feed = _start_feed(str(file))
        line.wait_until(lambda feed=feed: feed.poll() is not None, "the feed has ended")  # type: ignore[misc]
        code = feed.returncode


def _kill_a_feed(line: Line, file: Path) -> None:
    """Feed a file from a pipe that stops in the middle, and kill the feed when a part of it stands on the topic."""
    before = sum(topic_ends(settings(), RAW).values())
    feed = _start_feed("-")
    assert feed.stdin
    lines = file.read_bytes().splitlines(keepends=True)
    feed.stdin.write(b"".join(lines[: len(lines) // 2]))
    feed.stdin.flush()
    line.wait_until(lambda: sum(topic_ends(settings(), RAW).values()) > before, "the feed is on its way")
    feed.kill()
    feed.wait()


def _start_feed(source: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "telex", "feed", source, "--wait", "0"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _feed_late(numbers: Sequence[int]) -> None:
    """Have a machine whose clock is behind feed old versions of these articles."""
    producer, topic = make_producer(settings()), settings().topic_name(RAW)
    late = [made for made in map(Made, numbers) if made.is_fed_late()]
    sent = [
        producer.send(topic, key=made.article_id.encode(), value=encode(made.stale()), headers=[("source", made.source.encode())])
        for made in late
    ]
    for future in sent:
        future.get(timeout=60)
    producer.close(timeout=60)


def _stored(alias: str) -> dict[str, dict[str, object]]:
    index = settings().index_alias(alias)
    return {hit["_id"]: hit["_source"] for hit in scan(elasticsearch_client(settings()), index=index, size=1000)}


def main() -> int:
    """Run one schedule on servers of its own and print the report; exit code 1 if anything is amiss."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=random.randrange(10**6))
    arguments.add_argument("--articles", type=int, default=5000)
    arguments.add_argument("--faults", type=int, default=2 * len(FAULTS))
    arguments.add_argument("--brokers", type=int, default=1, choices=(1, 3))
    arguments.add_argument("--keep", action="store_true", help="keep the logs though all went well")
    wanted = arguments.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="telex-chaos-"))
    os.environ.update(own_servers(folder / "home", brokers=wanted.brokers))
    print(f"seed {wanted.seed}; logs in {folder}", flush=True)
    with local_servers():
        faults = schedule(random.Random(wanted.seed), wanted.faults, FAULTS if wanted.brokers == 1 else FAULTS_OF_THREE)
        report = run(wanted.seed, articles=wanted.articles, faults=faults, folder=folder / "line")
    print(report)
    if report.is_good and not wanted.keep:
        shutil.rmtree(folder)
    return 0 if report.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
