"""A client of the reference Wyoming library: describes a service, has it write a WAV file down and
speak a text into another.

    wyoming_client.py URI QUESTION.wav TEXT ANSWER.wav [LANG]

Prints what it got as JSON.
"""

import asyncio
import json
import sys
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop, wav_to_chunks
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.tts import Synthesize, SynthesizeVoice


async def describe(client):
    await client.write_event(Describe().event())
    info = Info.from_event(await client.read_event())
    return {
        "heard": info.asr[0].models[0].languages,
        "voices": [voice.name for voice in info.tts[0].voices],
    }


async def transcribe(client, path, lang):
    await client.write_event(Transcribe(language=lang).event())
    with wave.open(path, "rb") as file:
        for part in wav_to_chunks(file, 1024, start_event=True, stop_event=True):
            await client.write_event(part.event())
    event = await client.read_event()
    if Error.is_type(event.type):
        return {"error": Error.from_event(event).text}
    return {"text": Transcript.from_event(event).text}


async def synthesize(client, text, path, lang):
    voice = SynthesizeVoice(language=lang)
    await client.write_event(Synthesize(text=text, voice=voice).event())
    with wave.open(path, "wb") as file:
        while True:
            event = await client.read_event()
            if AudioStart.is_type(event.type):
                start = AudioStart.from_event(event)
                file.setparams((start.channels, start.width, start.rate, 0, "NONE", ""))
            elif AudioChunk.is_type(event.type):
                file.writeframes(AudioChunk.from_event(event).audio)
            elif AudioStop.is_type(event.type):
                return {"rate": start.rate}
            elif Error.is_type(event.type):
                return {"error": Error.from_event(event).text}


async def main(uri, question, text, answer, lang="en"):
    async with AsyncClient.from_uri(uri) as client:
        got = {
            "info": await describe(client),
            "transcribe": await transcribe(client, question, lang),
            "synthesize": await synthesize(client, text, answer, lang),
        }
    print(json.dumps(got))


asyncio.run(main(*sys.argv[1:]))
