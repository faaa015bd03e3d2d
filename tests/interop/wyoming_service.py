"""A speech service made of the reference Wyoming library: it speaks with eSpeak, and hears what it
was told to hear. On request it misbehaves in the middle of an answer.

    wyoming_service.py --uri URI --log FILE [--transcript TEXT] [--trouble KIND]
"""

import argparse
import asyncio
import functools
import io
import json
import subprocess
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioChunkConverter, AudioStart, AudioStop, wav_to_chunks
from wyoming.error import Error
from wyoming.event import Event
from wyoming.info import AsrModel, AsrProgram, Attribution, Describe, Info, TtsProgram, TtsVoice
from wyoming.server import AsyncEventHandler, AsyncServer
from wyoming.tts import Synthesize

NOBODY = Attribution(name="tests", url="")


def artifact(name, **fields):
    return {
        "name": name,
        "attribution": NOBODY,
        "installed": True,
        "description": None,
        "version": None,
        **fields,
    }


INFO = Info(
    asr=[AsrProgram(**artifact("ears", models=[AsrModel(**artifact("m", languages=["en"]))]))],
    tts=[
        TtsProgram(
            **artifact(
                "mouth",
                voices=[
                    TtsVoice(**artifact("en-us", languages=["en_US"])),
                    TtsVoice(**artifact("de", languages=["de_DE"])),
                ],
            )
        )
    ],
)


class Service(AsyncEventHandler):
    def __init__(self, options, *streams):
        super().__init__(*streams)
        self.options = options
        self.to_16khz_mono = AudioChunkConverter(rate=16000, width=2, channels=1)
        self.heard_bytes = 0

    def note(self, **what):
        with open(self.options.log, "a", encoding="utf-8") as log:
            log.write(json.dumps(what) + "\n")

    async def handle_event(self, event):
        if Describe.is_type(event.type):
            await self.write_event(INFO.event())
        elif Transcribe.is_type(event.type):
            self.note(language=Transcribe.from_event(event).language)
        elif AudioStart.is_type(event.type):
            self.heard_bytes = 0
        elif AudioChunk.is_type(event.type):
            chunk = self.to_16khz_mono.convert(AudioChunk.from_event(event))
            self.heard_bytes += len(chunk.audio)
        elif AudioStop.is_type(event.type):
            self.note(heard_seconds=self.heard_bytes / 32000)
            if self.options.trouble:
                return await self.misbehave()
            await self.write_event(Transcript(text=self.options.transcript).event())
        elif Synthesize.is_type(event.type):
            return await self.speak(Synthesize.from_event(event))
        return True

    async def speak(self, request):
        self.note(text=request.text, voice=request.voice.name)
        spoken = subprocess.run(
            ["espeak-ng", "-v", request.voice.name, "--stdout", "--", request.text],
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        # What eSpeak streams has no length in its header.
        samples = spoken[spoken.index(b"data") + 8 :]
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes(samples[: len(samples) // 2 * 2])
        sound.seek(0)
        with wave.open(sound, "rb") as file:
            for number, part in enumerate(
                wav_to_chunks(file, samples_per_chunk=1024, start_event=True, stop_event=True)
            ):
                if number == 3 and self.options.trouble:
                    return await self.misbehave()
                await self.write_event(part.event())
        return True

    async def misbehave(self):
        trouble = self.options.trouble
        if trouble == "stall":
            await asyncio.sleep(3600)
        elif trouble == "error":
            await self.write_event(Error(text="the model is gone", code="no-model").event())
        elif trouble == "garbage":
            self.writer.write(b"<html>\n")
            await self.writer.drain()
            await asyncio.sleep(3600)
        elif trouble == "oversize":
            await self.write_event(Event(type="audio-chunk", payload=bytes(16 << 20)))
        return False  # closes the connection; all that "die" needs


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--uri", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--transcript", default="What time is it?")
    parser.add_argument("--trouble", default="")
    options = parser.parse_args()
    server = AsyncServer.from_uri(options.uri)
    await server.start(functools.partial(Service, options))
    print("ready", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
