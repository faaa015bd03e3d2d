"""A wake word service made of the reference Wyoming library: it detects the first quiet after something
loud, once in each stream, and writes down what it was asked for.

    wake_service.py --uri URI --log FILE
"""

import argparse
import asyncio
import functools
import json
import struct

from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.info import Attribution, Describe, Info, WakeModel, WakeProgram
from wyoming.server import AsyncEventHandler, AsyncServer
from wyoming.wake import Detect, Detection, NotDetected

NOBODY = Attribution(name="tests", url="")
COMMON = {"attribution": NOBODY, "installed": True, "description": None, "version": None}
MODEL = "hey_jarvis_v0.1"
INFO = Info(
    wake=[
        WakeProgram(
            name="loudness",
            models=[
                WakeModel(name=name, phrase=None, languages=["en"], **COMMON)
                for name in (MODEL, "ok_nabu")
            ],
            **COMMON,
        )
    ]
)


class Service(AsyncEventHandler):
    def __init__(self, options, *streams):
        super().__init__(*streams)
        self.options = options
        self.detected = False
        self.quiet = None  # samples of it since something was loud

    def note(self, **what):
        with open(self.options.log, "a", encoding="utf-8") as log:
            log.write(json.dumps(what) + "\n")

    async def handle_event(self, event):
        if Describe.is_type(event.type):
            await self.write_event(INFO.event())
        elif Detect.is_type(event.type):
            self.note(names=Detect.from_event(event).names)
        elif AudioStart.is_type(event.type):
            start = AudioStart.from_event(event)
            self.note(format=[start.rate, start.width, start.channels])
            self.detected = False
            self.quiet = None
        elif AudioChunk.is_type(event.type):
            chunk = AudioChunk.from_event(event)
            samples = struct.unpack(f"<{len(chunk.audio) // 2}h", chunk.audio)
            if max(samples, default=0) > 3000:
                self.quiet = 0
            elif self.quiet is not None:
                self.quiet += len(samples)
            if not self.detected and self.quiet and self.quiet > 4800:
                self.detected = True
                found = Detection(name=MODEL, timestamp=chunk.timestamp)
                await self.write_event(found.event())
        elif AudioStop.is_type(event.type) and not self.detected:
            await self.write_event(NotDetected().event())
        return True


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--uri", required=True)
    parser.add_argument("--log", required=True)
    options = parser.parse_args()
    server = AsyncServer.from_uri(options.uri)
    await server.start(functools.partial(Service, options))
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
