"""How long an unmodified ovos-core with its skills takes from an utterance to its being handled, on the
bus of one server. Part of bus.py, which starts that server."""

import asyncio
import json
import sys
import time

import websockets

from ovos_core import QUESTION, SKILL, running_core

SKILLS_READY_SECONDS_MAX = 60
ANSWER_SECONDS_MAX = 10
WARM_UP_COUNT = 5


def utterance(number):
    # Adapt remembers its answer to a message it has just seen; a number keeps each one new.
    session = {"session_id": "bench", "lang": "en-US"}
    return json.dumps(
        {
            "type": "recognizer_loop:utterance",
            "data": {"utterances": [QUESTION], "lang": "en-US"},
            "context": {"source": "bench", "number": number, "session": session},
        }
    )


async def ask(connection, number):
    """Seconds until the question was handled, and whether a skill spoke."""
    begin = time.perf_counter()
    spoke = False
    await connection.send(utterance(number))
    while True:
        message = json.loads(await connection.recv())
        spoke = spoke or message["type"] in ("speak", "ovos.utterance.speak")
        if message["type"] == "ovos.utterance.handled":
            return time.perf_counter() - begin, spoke


async def skill_is_loaded(connection):
    while True:
        message = json.loads(await connection.recv())
        if message["type"] == "mycroft.skill.loaded" and message["data"].get("skill_id") == SKILL:
            return


async def ask_many(port, count, pause):
    async with websockets.connect(f"ws://127.0.0.1:{port}/core", max_size=None) as connection:
        await asyncio.wait_for(skill_is_loaded(connection), SKILLS_READY_SECONDS_MAX)
        for number in range(WARM_UP_COUNT):
            await asyncio.wait_for(ask(connection, -number), ANSWER_SECONDS_MAX)
        times = []
        unanswered = 0
        for number in range(1, count + 1):
            await asyncio.sleep(pause)
            took, spoke = await asyncio.wait_for(ask(connection, number), ANSWER_SECONDS_MAX)
            times.append(took * 1000)
            unanswered += not spoke
        return times, unanswered


def measure(peers, server, port, count, pause):
    """p50 and p99 in milliseconds, or None after saying why not."""
    with running_core(peers, server.name, port) as (_, log):
        try:
            times, unanswered = asyncio.run(ask_many(port, count, pause))
        except (OSError, TimeoutError, asyncio.TimeoutError, websockets.WebSocketException) as error:
            print(f"{server.name}: {error!r}; see {log}", file=sys.stderr)
            return None
    times.sort()
    return {
        "p50_ms": times[len(times) // 2],
        "p99_ms": times[round(0.99 * (len(times) - 1))],
        "asked": len(times),
        "unanswered": unanswered,
    }
