"""`make bench`: speed and memory of engine and stack, with stock Rasa beside them, into docs/measurements/engine.md.

Peer and ours take turns in one run, because machines are shared: the ratios count, an absolute time is a hint.
`--check` ends with 1 when a figure is below its floor.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

import psutil

from benchmarks import engine_bars, peer, training
from benchmarks.engine_bars import Measured, percentile
from benchmarks.messages import CONVERSATION_LENGTH, HALF_FALLBACKS, MIXED
from benchmarks.progress import say
from benchmarks.stack import Stack, StackFailed
from benchmarks.visitors import EngineVisitor, PeerVisitor, SiteVisitor, Talk, Unanswered, Visitor, talk
from bot.engine.model_file import MODEL, ROOT, ModelRefused, check_seal, is_current

REPORT = ROOT / "docs" / "measurements"
PARTIAL_REPORT = ROOT / "results" / "bench"  # git-ignored: of a run that was short or left the stock peer out
MB = 2**20
VISITORS = 16
# Half of them type again within two seconds, nobody after more than four: faster than people read.
THINKING_S, PACED_S = 2, 20
Figures = dict[str, Measured]


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    starts: int
    peer_starts: int
    rounds: int
    conversations_a_round: int  # one visitor
    seconds_a_round: float  # 16 visitors
    long_conversation: int
    repeats_of_ten: int
    early_conversations: int
    all_conversations: int
    site_s: float
    rest_s: float


FULL = Size(3, 2, 4, 12, 20, 1000, 8, 200, 2000, 30, 5)
SHORT = Size(1, 1, 2, 3, 4, 100, 2, 20, 60, 5, 1)


class BenchFailed(RuntimeError):
    """Something measured is not what it should be."""


def measure_training(
    folder: Path, size: Size, peer_epochs: int | None, *, may_be_of_other_data: bool
) -> tuple[Figures, int, peer.Trained | None]:
    """Both trainings on the same rows; returns their number and the peer, too."""
    tree = folder / "tree"
    training.copy_tree(tree, short=size is SHORT)
    rows = training.count_rows(tree)
    say(f"{rows} training rows")
    trained, peer_s, peer_mb = None, None, None
    if peer_epochs is not None:
        peer.write_folder(tree, folder / "peer", peer_epochs)
        trained = (may_be_of_other_data and peer.newest(folder / "peer", peer_epochs)) or peer.train(
            folder / "peer", peer_epochs
        )
        peer_s = trained.seconds if trained.is_of_this_data else None
        peer_mb = trained.model.stat().st_size / MB
    first_s, again_s = training.measure(tree)
    figures = {
        "training_first": Measured(first_s, peer_s),
        "training_again": Measured(again_s, peer_s),
        "model_file": Measured(MODEL.stat().st_size / MB, peer_mb),
    }
    return figures, rows, trained


def measure_starts(size: Size, trained: peer.Trained | None) -> Measured:
    """Seconds from start to ready, the median of several."""
    ours, peers = [], []
    for _ in range(size.starts):
        with Stack(processes=["engine"]) as engine:
            ours.append(engine.ready_after_s)
            say(f"ours: ready after {ours[-1]:.1f} s")
    if trained:
        for _ in range(size.peer_starts):
            with peer.Peer(trained) as other:
                peers.append(other.ready_after_s)
                say(f"peer: ready after {peers[-1]:.1f} s")
    return Measured(median(ours), median(peers) if peers else None)


def measure_engines(size: Size, trained: peer.Trained | None) -> Figures:
    """Memory, one visitor and 16 of them, ours and the peer's in turn."""
    with ExitStack() as running:
        who: dict[str, Callable[[], Visitor]] = {}
        memory: dict[str, Callable[[], int]] = {}
        clock: dict[str, Callable[[], float]] = {}
        if trained:
            other = running.enter_context(peer.Peer(trained))
            who["peer"] = partial(PeerVisitor, other.port)
            memory["peer"], clock["peer"] = other.memory_bytes, other.cpu_seconds
            check_peer(who["peer"](), peer.knowledge_answers(trained.folder))
        engine = running.enter_context(Stack(processes=["engine"]))
        who["ours"] = _engine_visitor(engine)
        memory["ours"], clock["ours"] = engine.memory_bytes, partial(engine.cpu_seconds, "engine")
        for make in who.values():
            talk(make, visitors=1, numbers=range(3))  # what is loaded at the first message is loaded
        time.sleep(size.rest_s)
        at_rest = {name: measure() / MB for name, measure in memory.items()}
        say("at rest: " + ", ".join(f"{name} {mb:.0f} MB" for name, mb in at_rest.items()))
        one, many = {name: Talk() for name in who}, {name: Talk() for name in who}
        cpu_s = dict.fromkeys(who, 0.0)
        for turn in range(size.rounds):
            for name, make in who.items():
                cpu_s[name] -= clock[name]()
                one[name].add(talk(make, visitors=1, numbers=range(size.conversations_a_round)))
                cpu_s[name] += clock[name]()
                many[name].add(talk(make, visitors=VISITORS, seconds=size.seconds_a_round))
                say(
                    f"round {turn + 1} of {size.rounds}, {name}: one visitor {median(one[name].ms):.1f} ms, "
                    f"{VISITORS} visitors {many[name].per_second:.0f} messages/s"
                )
    return {
        "memory": Measured(at_rest["ours"], at_rest.get("peer")),
        "one_median": _both(one, lambda heard: median(heard.ms)),
        "one_p95": _both(one, lambda heard: percentile(heard.ms, 0.95)),
        "one_cpu": Measured(*(cpu_s[name] * 1000 / len(one[name].ms) for name in reversed(who))),
        "throughput": _both(many, lambda heard: heard.per_second),
    }


def check_peer(visitor: Visitor, knowledge_answers: set[str]) -> None:
    """The peer must answer questions, or its figures mean nothing: at least one reply is an answer of data/answers."""
    visitor.begin()
    replies = [reply.get("text", "") for text in MIXED[:20] for reply in visitor.ask(text).body]
    visitor.leave()
    known = sum(any(reply in answer for answer in knowledge_answers) for reply in replies if reply)
    say(f"peer: {known} of 20 messages got a knowledge answer")
    if not known:
        raise BenchFailed("the peer answers no knowledge question: its response selector does not work")


def measure_long_use(size: Size) -> Figures:
    """One very long conversation, and memory over many, each on an engine of its own."""
    with Stack(processes=["engine"]) as engine:
        ten, thousand, fallbacks = _long_conversation(_engine_visitor(engine), size)
    say(f"message 10: {ten:.1f} ms, message {size.long_conversation}: {thousand:.1f} ms; {fallbacks:.0%} fallbacks")
    with Stack(processes=["engine"]) as engine:
        make = _engine_visitor(engine)
        talk(make, visitors=VISITORS, numbers=range(size.early_conversations))
        early = engine.memory_bytes("engine")
        step = max(1, (size.all_conversations - size.early_conversations) // 6)
        say(f"{size.early_conversations * CONVERSATION_LENGTH} messages: {early / MB:.0f} MB")
        for first in range(size.early_conversations, size.all_conversations, step):
            last = min(first + step, size.all_conversations)
            talk(make, visitors=VISITORS, numbers=range(first, last))
            now = engine.memory_bytes("engine")
            say(f"{last * CONVERSATION_LENGTH} messages: {now / MB:.0f} MB")
    return {"long": Measured(thousand / ten), "growth": Measured(now / early)}


def _long_conversation(make: Callable[[], Visitor], size: Size) -> tuple[float, float, float]:
    """Median ms around message 10 (several conversations) and around message 1,000, and the share of fallbacks."""
    visitor, early, late, admitted = make(), [], [], 0
    for repeat in range(size.repeats_of_ten + 1):
        is_long = repeat == size.repeats_of_ten // 2
        visitor.begin()
        # Windows of whole rounds of the same ten messages.
        last = size.long_conversation + 5 * len(HALF_FALLBACKS) if is_long else 15
        for place in range(1, last + 1):
            answer = visitor.ask(HALF_FALLBACKS[place % len(HALF_FALLBACKS)])
            if is_long:
                admitted += answer.body["parse"]["decision"] == "admit"
                if place > size.long_conversation - 5 * len(HALF_FALLBACKS):
                    late.append(answer.ms)
            elif place > 5:
                early.append(answer.ms)
    visitor.leave()
    return median(early), median(late), admitted / (size.long_conversation + 5 * len(HALF_FALLBACKS))


def measure_stack(size: Size) -> Figures:
    """All four processes: memory at rest, and what 16 visitors wait for."""
    with Stack() as stack:
        make = partial(SiteVisitor, int(stack.env["PORT"]))
        talk(make, visitors=1, numbers=range(1))
        time.sleep(size.rest_s)
        memory = stack.memory_bytes() / MB
        each = ", ".join(f"{name} {stack.memory_bytes(name) / MB:.0f}" for name in stack.pids)
        say(f"whole stack at rest: {memory:.0f} MB ({each})")
        talk(make, visitors=VISITORS, numbers=range(VISITORS))
        busy = talk(make, visitors=VISITORS, seconds=size.site_s)
        say(f"{VISITORS} visitors without a pause: median {median(busy.ms):.0f} ms, {busy.per_second:.0f} messages/s")
        paced = talk(make, visitors=VISITORS, seconds=max(size.site_s, PACED_S), pause_s=THINKING_S)
        say(f"{VISITORS} visitors who think {THINKING_S} s: median {median(paced.ms):.0f} ms, {paced.per_second:.1f}/s")
        if killed := stack.stop():
            raise BenchFailed(f"did not end by themselves: {', '.join(killed)}")
    return {
        "stack_memory": Measured(memory),
        "site_p95": Measured(percentile(paced.ms, 0.95)),
        "site_median": Measured(median(paced.ms)),
        "site_busy_p95": Measured(percentile(busy.ms, 0.95)),
        "site_busy_median": Measured(median(busy.ms)),
        "site_busy_rate": Measured(busy.per_second),
    }


def _engine_visitor(engine: Stack) -> Callable[[], Visitor]:
    return partial(EngineVisitor, int(engine.env["ENGINE_PORT"]), engine.env["ENGINE_SECRET"])


def _both(talks: dict[str, Talk], figure: Callable[[Talk], float]) -> Measured:
    return Measured(figure(talks["ours"]), figure(talks["peer"]) if "peer" in talks else None)


def write_report(figures: Figures, facts: dict[str, Any], folder: Path) -> None:
    """engine.md for people and engine.json for programs; neither names the machine."""
    folder.mkdir(parents=True, exist_ok=True)
    content = {**facts, "figures": engine_bars.as_json(figures)}
    (folder / "engine.json").write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / "engine.md").write_text(as_markdown(figures, facts), encoding="utf-8")


def as_markdown(figures: Figures, facts: dict[str, Any]) -> str:
    """The report that people read."""
    machine = facts["machine"]
    peer_words = "Measured without the peer."
    if "peer_epochs" in facts:
        peer_words = (
            f"The peer is stock Rasa with the `rasa init` pipeline, {facts['peer_epochs']} epochs, trained on "
            f"{facts['peer_rows']}, {facts['peer_trained_on']}."
        )
        if facts["peer_epochs"] < peer.STOCK_EPOCHS:
            peer_words += (
                f" `rasa init` writes {peer.STOCK_EPOCHS} epochs: its training would take many times what stands here,"
                " its answers cost the same."
            )
    paragraphs = [
        "# Speed and memory of engine and stack",
        f"Written by `make bench` on {facts['date']}: {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"load {machine['load_before']} when it began. {facts['training_rows']} training rows. {peer_words}",
        *(["A short run, to try the benchmark out: the figures say nothing."] if facts["short"] else []),
        engine_bars.table(figures),
        f"The engine is asked over its visitors' channel, the peer over Rasa's REST channel, in turn, with the same "
        f"{len(MIXED)} messages in conversations of ten (benchmarks/messages.py). Machines are shared: ratios count, "
        "an absolute time is a hint, processor time lies between them. Memory is resident memory; processes that share "
        "libraries count them twice. Half of the long conversation's messages are fallbacks. At the website, visitors "
        "keep their event stream open and wait for the answer to `POST …/messages`.",
    ]
    return "\n\n".join(paragraphs) + "\n"


def run(options: argparse.Namespace) -> int:
    """Measure all, print and write the report."""
    size = SHORT if options.short else FULL
    peer_epochs = None if options.without_peer else options.peer_epochs
    facts: dict[str, Any] = {
        "date": datetime.now(timezone.utc).date().isoformat(),
        "short": options.short,
        "machine": {
            "cores": os.cpu_count(),
            "memory_gb": round(psutil.virtual_memory().total / 2**30),
            "load_before": round(os.getloadavg()[0], 1),
        },
    }
    is_whole = not options.short and peer_epochs is not None
    check_seal()
    if not is_current():
        say("the model is not of today's data and code: make train first, or read the figures with care")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        figures, facts["training_rows"], trained = measure_training(
            Path(folder), size, peer_epochs, may_be_of_other_data=options.kept_peer
        )
        if trained:
            rows = "the same rows" if trained.is_of_this_data else "the rows of that day"
            facts |= {"peer_epochs": peer_epochs, "peer_trained_on": trained.trained_on, "peer_rows": rows}
            is_whole &= trained.is_of_this_data
        figures["start"] = measure_starts(size, trained)
        figures |= measure_engines(size, trained)
    figures |= measure_long_use(size)
    figures |= measure_stack(size)
    report = REPORT if is_whole else PARTIAL_REPORT
    write_report(figures, facts, report)
    print(f"\n{engine_bars.table(figures)}\n\nWritten: {report.relative_to(ROOT)}/engine.md, engine.json", flush=True)
    below = engine_bars.below_floor(figures)
    print(f"Below the floor: {'; '.join(below) or 'nothing'}", flush=True)
    return 1 if options.check and below else 0


def main() -> None:
    """Read the options; leave no process behind, however this ends."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.bench", description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="end with 1 when a figure is below its floor")
    options.add_argument("--without-peer", action="store_true", help="leave stock Rasa out: no training of hours")
    options.add_argument(
        "--kept-peer", action="store_true", help="take the last trained peer, though data have changed"
    )
    options.add_argument("--short", action="store_true", help="little of everything, to try the benchmark out")
    options.add_argument(
        "--peer-epochs",
        type=int,
        default=peer.FEW_EPOCHS,
        help=f"how long the peer trains; {peer.STOCK_EPOCHS}, as rasa init writes, takes hours",
    )

    def end(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    try:
        sys.exit(run(options.parse_args()))
    except (StackFailed, training.TrainingFailed, BenchFailed, ModelRefused, Unanswered) as exc:
        sys.exit(f"make bench: {exc}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
