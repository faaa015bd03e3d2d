#!/usr/bin/env python3
"""How soon `utter run` answers, and how much memory it holds.

usage: startup.py [UTTER] [RUNS]

Each run starts a fresh process, connects as soon as its port accepts, asks "what time is it" over the
WebSocket and stops the clock at `ovos.utterance.handled`. Memory is read after 100 further questions.
As these machines are shared, the same run also starts a process that does nothing (`utter version`):
the difference is what Utter itself takes.
"""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time

import websockets

QUESTION = json.dumps(
    {
        "type": "ovos.utterance.handle",
        "data": {"utterances": ["what time is it"]},
        "context": {"session": {"session_id": "bench"}},
    }
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def ask(connection):
    await connection.send(QUESTION)
    while json.loads(await connection.recv())["type"] != "ovos.utterance.handled":
        pass


async def one_run(utter):
    port = free_port()
    begin = time.perf_counter()
    process = subprocess.Popen(
        [utter, "run", "--set", f"bus.port={port}"], stderr=subprocess.DEVNULL
    )
    try:
        while True:
            try:
                connection = await websockets.connect(f"ws://127.0.0.1:{port}/core")
                break
            except OSError:
                await asyncio.sleep(0.0005)
        await ask(connection)
        answered_ms = (time.perf_counter() - begin) * 1000
        for _ in range(100):
            await ask(connection)
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            fields = dict(line.split(":", 1) for line in status)
        resident_mb = int(fields["VmRSS"].split()[0]) / 1024
        await connection.close()
        return answered_ms, resident_mb
    finally:
        process.terminate()
        process.wait()


def start_of_a_process(utter):
    begin = time.perf_counter()
    subprocess.run([utter, "version"], stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - begin) * 1000


def main():
    utter = sys.argv[1] if len(sys.argv) > 1 else "build/release/bin/utter"
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    results = [asyncio.run(one_run(utter)) for _ in range(runs)]
    floor = statistics.median(start_of_a_process(utter) for _ in range(runs))
    answered = sorted(ms for ms, _ in results)
    resident = [mb for _, mb in results]
    print(f"runs                          {runs} on {os.cpu_count()} cores")
    print(f"first answer, from exec       {statistics.median(answered):.1f} ms median, {answered[-1]:.1f} ms worst")
    print(f"a process that does nothing   {floor:.1f} ms median")
    print(f"resident after 101 questions  {max(resident):.1f} MB worst")


if __name__ == "__main__":
    main()
