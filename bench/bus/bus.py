#!/usr/bin/env python3
"""Compares message buses in one run: Utter's, the Python one, nats-server, mosquitto, plain Boost.Beast
and uWebSockets servers, and the floor of the machine (prepared frames written to sockets).

    cmake --preset release -DUTTER_BUILD_BENCHMARKS=ON
    cmake --build --preset release --target utter bus_bench
    bench/bus/bus.py throughput

The rounds of the targets are interleaved, and medians are printed: other work on the machine hits all
of them alike. `--utter NAME=PATH` may be repeated to compare builds of Utter.
"""

import argparse
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

from peers import Peers, resident_mb

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load(options, server, endpoint, *flags):
    """One run of the load generator; its figures, or None after saying why there are none."""
    address, protocol, path = server.endpoints[endpoint]
    command = [os.path.join(options.programs, "bus_load"), address, "--protocol", protocol]
    command += ["--path", path, "--pid", str(server.pid), "--topic", options.topic, "--json"]
    command += [str(flag) for flag in flags]
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=options.patience, check=False)
    except subprocess.TimeoutExpired:
        print(f"{endpoint}: no end within {options.patience} s", file=sys.stderr)
        return None
    if run.returncode != 0:
        print(f"{endpoint}: {run.stderr.strip()}", file=sys.stderr)
        return None
    return json.loads(run.stdout)


class Rounds:
    """Figures by (target, case), a list with one entry for each round: None where one failed."""

    def __init__(self):
        self.runs = {}

    def add(self, endpoint, case, figures):
        self.runs.setdefault((endpoint, case), []).append(figures)

    def values(self, endpoint, case, figure):
        return [run and run.get(figure) for run in self.runs.get((endpoint, case), [])]

    def median(self, endpoint, case, figure):
        values = [value for value in self.values(endpoint, case, figure) if value is not None]
        return statistics.median(values) if values else None

    def worst(self, endpoint, case, figure):
        return max((value for value in self.values(endpoint, case, figure) if value is not None), default=None)

    def ratio(self, endpoint, reference, case, figure):
        """Median of each round's own ratio: what slows the machine down for a round hits both."""
        pairs = zip(self.values(endpoint, case, figure), self.values(reference, case, figure))
        ratios = [value / other for value, other in pairs if value is not None and other]
        return statistics.median(ratios) if ratios else None

    def endpoints(self):
        return list(dict.fromkeys(endpoint for endpoint, _ in self.runs))

    def as_json(self):
        return [
            {"target": endpoint, "case": case, "rounds": runs}
            for (endpoint, case), runs in self.runs.items()
        ]


def cell(value, pattern="{:,.0f}"):
    return "-" if value is None else pattern.format(value)


def ratio(value, reference):
    return value / reference if value is not None and reference else None


def print_table(header, rows):
    print("| " + " | ".join(header) + " |")
    print("|" + " --- |" * len(header))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def with_all_servers(peers, measure):
    servers = []
    try:
        for name in peers.names():
            servers.append(peers.start(name))
        measure(servers)
    finally:
        for server in servers:
            server.stop()


def throughput(options, peers):
    rounds = Rounds()
    flags = ["--seconds", options.seconds, "--window-bytes", options.window_bytes]
    flags += ["--write-bytes", options.write_bytes]

    def measure(servers):
        for _ in range(options.rounds):
            for subscribers in options.subscribers:
                for server in servers:
                    for endpoint in server.endpoints:
                        figures = load(options, server, endpoint, "-n", subscribers, *flags)
                        rounds.add(endpoint, subscribers, figures)

    with_all_servers(peers, measure)
    for subscribers in options.subscribers:
        rows = []
        for endpoint in rounds.endpoints():
            rate = rounds.median(endpoint, subscribers, "deliveries_per_s")
            per_cpu = rounds.median(endpoint, subscribers, "deliveries_per_server_cpu_s")
            rows.append(
                [
                    endpoint,
                    cell(rate),
                    cell(rounds.ratio(endpoint, "floor", subscribers, "deliveries_per_s"), "{:.3f}"),
                    cell(rounds.ratio(endpoint, "ovos-messagebus", subscribers, "deliveries_per_s"), "{:.1f}"),
                    cell(per_cpu),
                    cell(rounds.ratio(endpoint, "floor", subscribers, "deliveries_per_server_cpu_s"), "{:.3f}"),
                    cell(rounds.worst(endpoint, subscribers, "server_rss_peak_mb"), "{:.1f}"),
                    cell(rounds.median(endpoint, subscribers, "mean_payload_bytes")),
                    cell(rounds.worst(endpoint, subscribers, "lost")) if endpoint != "floor" else "",
                ]
            )
        print(f"{subscribers} subscribers\n")
        header = ["target", "deliveries/s", "of the floor", "x ovos-messagebus"]
        print_table([*header, "per server CPU s", "of the floor", "RSS peak MB", "bytes each", "lost"], rows)
    return rounds


def latency_row(rounds, endpoint, case):
    return [
        cell(rounds.median(endpoint, case, figure))
        for figure in ("p50_us", "p99_us", "p999_us", "max_us", "send_lateness_p99_us")
    ] + [cell(rounds.worst(endpoint, case, "lost"))]


LATENCY_HEADER = ["p50 us", "p99 us", "p99.9 us", "max us", "send lateness p99 us", "lost"]


def latency(options, peers):
    rounds = Rounds()
    flags = ["--mode", "latency", "--rate", options.rate, "--seconds", options.seconds]
    subscribers = 20

    def measure(servers):
        for _ in range(options.rounds):
            for server in servers:
                for endpoint in server.endpoints:
                    if endpoint != "floor":
                        figures = load(options, server, endpoint, "-n", subscribers, *flags)
                        rounds.add(endpoint, "latency", figures)

    with_all_servers(peers, measure)
    print(f"{options.rate} messages/s to {subscribers} subscribers\n")
    rows = [[name, *latency_row(rounds, name, "latency")] for name in rounds.endpoints()]
    print_table(["target", *LATENCY_HEADER], rows)
    return rounds


class MemoryWatch:
    """Resident memory of a process, twice a second while the `with` block runs."""

    def __init__(self, pid):
        self.pid = pid
        self.samples = []
        self.end = threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.end.wait(0.5):
            self.samples.append(round(resident_mb(self.pid), 1))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()


def stalled(options, peers):
    """200 subscribers that read, with and without one more that does not."""
    rounds = Rounds()
    flags = ["--mode", "latency", "--rate", options.rate, "--seconds", options.seconds, "-n", 200]

    def measure(servers):
        for _ in range(options.rounds):
            for server in servers:
                for endpoint in server.endpoints:
                    if endpoint == "floor":
                        continue
                    for stalled_clients in (0, 1):
                        with MemoryWatch(server.pid) as memory:
                            figures = load(options, server, endpoint, "--stalled", stalled_clients, *flags)
                        if figures is not None:
                            figures["rss_mb_over_time"] = memory.samples
                        rounds.add(endpoint, stalled_clients, figures)

    with_all_servers(peers, measure)
    print(f"{options.rate} messages/s to 200 subscribers, without and with one stalled client\n")
    rows = []
    for endpoint in rounds.endpoints():
        p99 = [rounds.median(endpoint, case, "p99_us") for case in (0, 1)]
        rows.append(
            [
                endpoint,
                *map(cell, p99),
                cell(ratio(p99[1], p99[0]), "{:.2f}"),
                *(cell(rounds.worst(endpoint, case, "server_rss_peak_mb"), "{:.1f}") for case in (0, 1)),
                "yes" if rounds.median(endpoint, 1, "stalled_let_go") else "no",
                cell(rounds.worst(endpoint, 1, "lost")),
            ]
        )
    header = ["target", "p99 us", "p99 us, stalled", "ratio", "RSS MB", "RSS MB, stalled"]
    print_table([*header, "let go", "lost to the others"], rows)
    for endpoint in rounds.endpoints():
        samples = rounds.values(endpoint, 1, "rss_mb_over_time")[-1]
        print(f"{endpoint}: RSS in MB, every half second, last round with it stalled: {samples}")
    return rounds


def one_at_a_time(options, peers):
    """One message in one write: a round trip each, and a stream of them to one subscriber."""
    rounds = Rounds()
    seconds = ["--seconds", options.seconds]
    with tempfile.TemporaryDirectory() as folder:
        echoes = {
            "floor": peers.floor("--echo"),
            "floor-unix": peers.floor("--echo", address=f"unix:{folder}/echo"),
        }
        streams = {
            "floor": peers.floor("--write-bytes", "0"),
            "floor-unix": peers.floor("--write-bytes", "0", address=f"unix:{folder}/stream"),
        }
        floors = [*echoes.values(), *streams.values()]
        for floor in floors:
            floor.wait_ready()

        def measure(servers):
            for _ in range(options.rounds):
                for name, floor in echoes.items():
                    rounds.add(name, "turns", load(options, floor, "floor", "--mode", "ping-pong", *seconds))
                for name, floor in streams.items():
                    rounds.add(name, "stream", load(options, floor, "floor", "-n", 1, *seconds))
                for server in servers:
                    for endpoint in server.endpoints:
                        if endpoint == "floor":
                            continue
                        turns = load(options, server, endpoint, "--mode", "ping-pong", *seconds)
                        rounds.add(endpoint, "turns", turns)
                        stream = load(options, server, endpoint, "-n", 1, "--write-bytes", 0, *seconds)
                        rounds.add(endpoint, "stream", stream)

        try:
            with_all_servers(peers, measure)
        finally:
            for floor in floors:
                floor.stop()
    rows = []
    for endpoint in rounds.endpoints():
        reference = "floor-unix" if endpoint.endswith("-unix") else "floor"
        turns = rounds.median(endpoint, "turns", "turns_per_s")
        stream = rounds.median(endpoint, "stream", "deliveries_per_s")
        rows.append(
            [
                endpoint,
                cell(turns),
                cell(rounds.ratio(endpoint, reference, "turns", "turns_per_s"), "{:.2f}"),
                cell(rounds.median(endpoint, "turns", "p50_us"), "{:.1f}"),
                cell(rounds.median(endpoint, "turns", "p99_us"), "{:.1f}"),
                cell(stream),
                cell(rounds.ratio(endpoint, reference, "stream", "deliveries_per_s"), "{:.2f}"),
            ]
        )
    header = ["target", "turns/s", "of its floor", "p50 us", "p99 us"]
    print_table([*header, "one write a message, messages/s", "of its floor"], rows)
    return rounds


def health_answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return b" 200 " in connection.recv(4096)
    except OSError:
        return False


def start(options, peers):
    """Time from exec to an accepted connection and to GET /health; memory idle and under load."""
    rounds = Rounds()
    for _ in range(options.rounds):
        for name in peers.names():
            server = peers.start(name)
            figures = {"accepts_ms": server.ready_seconds * 1000}
            try:
                endpoint = next(iter(server.endpoints))
                if name in dict(options.utter):
                    port = int(server.endpoints[endpoint][0].rsplit(":", 1)[1])
                    while not health_answers(port):
                        time.sleep(0.0002)
                    figures["health_ms"] = (time.perf_counter() - server.started) * 1000
                time.sleep(0.5)  # whatever it still does after opening its port belongs to idle
                figures["idle_mb"] = resident_mb(server.pid)
                loaded = load(options, server, endpoint, "-n", 200, "--seconds", options.seconds)
                if loaded:
                    figures["loaded_mb"] = loaded["server_rss_peak_mb"]
                rounds.add(name, "start", figures)
            finally:
                server.stop()
    rows = []
    for name in rounds.endpoints():
        rows.append(
            [
                name,
                cell(rounds.median(name, "start", "accepts_ms"), "{:.1f}"),
                cell(rounds.median(name, "start", "health_ms"), "{:.1f}"),
                cell(rounds.worst(name, "start", "idle_mb"), "{:.1f}"),
                cell(rounds.worst(name, "start", "loaded_mb"), "{:.1f}"),
            ]
        )
    header = ["target", "exec to accept ms", "exec to GET /health ms", "RSS idle MB"]
    print_table([*header, "RSS peak MB, 200 clients at full load"], rows)
    return rounds


def utterances(options, peers):
    """An unmodified ovos-core on its own bus, on that with TCP_NODELAY patched in, and on Utter's."""
    from utterances import measure as measure_utterances  # the other modes do without websockets

    rounds = Rounds()
    carriers = ["ovos-messagebus", "ovos-messagebus-nodelay", *(name for name, _ in options.utter)]
    for _ in range(options.rounds):
        for name in peers.names():
            if name not in carriers:
                continue
            server = peers.start(name)
            port = int(server.endpoints[name][0].rsplit(":", 1)[1])
            try:
                rounds.add(name, "utterances", measure_utterances(peers, server, port, options.count, options.pause))
            finally:
                server.stop()
    rows = []
    for name in rounds.endpoints():
        p50, p99 = (rounds.median(name, "utterances", figure) for figure in ("p50_ms", "p99_ms"))
        rows.append(
            [
                name,
                cell(p50, "{:.1f}"),
                cell(p99, "{:.1f}"),
                cell(ratio(1, rounds.ratio(name, "ovos-messagebus", "utterances", "p50_ms")), "{:.1f}"),
                cell(rounds.worst(name, "utterances", "unanswered")),
            ]
        )
    print(
        f"{options.count} utterances a round, {options.pause} s from an answer to the next, "
        "from recognizer_loop:utterance to ovos.utterance.handled\n"
    )
    print_table(["bus", "p50 ms", "p99 ms", "times quicker than ovos-messagebus", "unanswered"], rows)
    return rounds


MODES = {
    # name: (function, default seconds, default rate)
    "throughput": (throughput, 2, None),
    "latency": (latency, 3, 10_000),
    "stalled": (stalled, 30, 2_000),  # so long that the stalled client's queue fills
    "one-at-a-time": (one_at_a_time, 2, None),
    "start": (start, 2, None),
    "utterances": (utterances, None, None),
}


def named_binary(text):
    name, _, path = text.rpartition("=")
    return (name or "utter", path)


def parse_options():
    release = os.path.join(ROOT, "build/release/bin")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("mode", choices=MODES)
    parser.add_argument("--utter", action="append", type=named_binary, metavar="[NAME=]PATH")
    parser.add_argument("--utter-set", action="append", default=[], metavar="KEY=VALUE", help="passed to utter")
    parser.add_argument("--utter-unix", metavar="PATH", help="Unix socket that utter then listens on too")
    parser.add_argument("--programs", default=release, help="folder of bus_load and its kin")
    parser.add_argument("--uwebsockets", metavar="DIR", help="checkout of uWebSockets, with uSockets/ in it")
    parser.add_argument("--folder", default=os.path.join(ROOT, "build/bus_bench"), help="logs, configs, venvs")
    parser.add_argument("--only", type=lambda text: text.split(","), help="targets, with commas between")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, help="of each measurement")
    parser.add_argument("--rate", type=int, help="messages a second")
    parser.add_argument("--count", type=int, default=100, help="utterances a round")
    parser.add_argument("--pause", type=float, default=0, help="seconds from an answer to the next utterance")
    parser.add_argument(
        "--subscribers", type=lambda text: [int(n) for n in text.split(",")], default=[1, 10, 50, 200]
    )
    parser.add_argument("--window-bytes", type=int, default=1024 * 1024, help="see bus_load")
    parser.add_argument("--write-bytes", type=int, default=64 * 1024, help="see bus_load")
    parser.add_argument("--topic", default="ovos.utterance.handle")
    parser.add_argument("--patience", type=float, default=180, help="seconds for one measurement")
    parser.add_argument("--json", metavar="FILE", help="write every round's figures")
    options = parser.parse_args()
    options.utter = options.utter or [("utter", os.path.join(release, "utter"))]
    _, seconds, rate = MODES[options.mode]
    options.seconds = options.seconds or seconds
    options.rate = options.rate or rate
    return options


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the servers are stopped
    options = parse_options()
    machine = {"cores": os.cpu_count(), "kernel": platform.release(), "load": os.getloadavg()[0]}
    print(f"{machine['cores']} cores, Linux {machine['kernel']}, load average {machine['load']:.1f}\n")
    rounds = MODES[options.mode][0](options, Peers(options))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"mode": options.mode, "machine": machine, "figures": rounds.as_json()}, out, indent=1)


if __name__ == "__main__":
    main()
