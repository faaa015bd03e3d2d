"""What OpenAI's own client gets from the platform at the URL it is given, printed as JSON."""

import base64
import io
import json
import sys
import wave

from openai import NotFoundError, OpenAI

client = OpenAI(base_url=sys.argv[1] + "/v1", api_key="none", timeout=60)
found = {}

found["models"] = [model.id for model in client.models.list()]

sound = client.audio.speech.create(
    model="utter-tts", voice="alloy", input="what time is it", response_format="wav"
).content
found["sound"] = sound[:4].decode()
found["mp3"] = len(
    client.audio.speech.create(model="utter-tts", voice="alloy", input="hello there").content
)
found["heard"] = client.audio.transcriptions.create(
    model="utter-stt", file=("question.wav", sound, "audio/wav")
).text

question = [{"role": "user", "content": "what is two plus two"}]
found["answer"] = (
    client.chat.completions.create(model="utter", messages=question).choices[0].message.content
)
found["streamed"] = "".join(
    chunk.choices[0].delta.content or ""
    for chunk in client.chat.completions.create(model="utter", messages=question, stream=True)
)
try:
    client.chat.completions.create(model="nobody", messages=question)
except NotFoundError as error:
    found["nobody"] = error.code

with wave.open(io.BytesIO(sound)) as recorded:
    pcm = recorded.readframes(recorded.getnframes())
with client.realtime.connect(model="utter") as connection:
    connection.session.update(
        session={"type": "realtime", "audio": {"input": {"turn_detection": None}}}
    )
    connection.input_audio_buffer.append(audio=base64.b64encode(pcm).decode())
    connection.input_audio_buffer.commit()
    connection.response.create()
    spoken = 0
    for event in connection:
        if event.type == "conversation.item.input_audio_transcription.completed":
            found["realtime_heard"] = event.transcript
        elif event.type == "response.output_audio.delta":
            spoken += len(base64.b64decode(event.delta))
        elif event.type == "response.output_audio_transcript.done":
            found["realtime_answer"] = event.transcript
        elif event.type == "error":
            found["realtime_error"] = event.error.message
            break
        elif event.type == "response.done":
            found["realtime_status"] = event.response.status
            break
    found["realtime_bytes"] = spoken

print(json.dumps(found))
