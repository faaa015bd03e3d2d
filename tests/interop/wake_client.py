"""A client of the reference Wyoming library: has a service listen to WAVs for a wake word.

    wake_client.py URI NAME WAV...

Prints the models the service has and its answer to each WAV, as JSON.
"""

import asyncio
import json
import sys
import wave

from wyoming.audio import wav_to_chunks
from wyoming.client import AsyncClient
from wyoming.error import Error
from wyoming.info import Describe, Info
from wyoming.wake import Detect, Detection, NotDetected


async def listen(client, name, path):
    await client.write_event(Detect(names=[name]).event())
    with wave.open(path, "rb") as file:
        for part in wav_to_chunks(file, 1024, start_event=True, stop_event=True):
            await client.write_event(part.event())
    event = await client.read_event()
    if Detection.is_type(event.type):
        return Detection.from_event(event).name
    if Error.is_type(event.type):
        return {"error": Error.from_event(event).text}
    assert NotDetected.is_type(event.type), event
    return None


async def main(uri, name, *paths):
    async with AsyncClient.from_uri(uri) as client:
        await client.write_event(Describe().event())
        info = Info.from_event(await client.read_event())
        models = [[model.name, model.phrase] for model in info.wake[0].models]
        heard = [await listen(client, name, path) for path in paths]
    print(json.dumps({"models": models, "heard": heard}))


asyncio.run(main(*sys.argv[1:]))
