"""The service utter.workers.v1.TextToSpeech."""

import grpc

from utter_worker import languages, log, sound
from utter_worker.server import Unusable, answering, streaming
from utter_worker_stubs import tts_pb2, tts_pb2_grpc

SERVICE = tts_pb2.DESCRIPTOR.services_by_name["TextToSpeech"].full_name
TEXT_BYTES_MAX = 100_000
RATE = (0.5, 3.0)


class TextToSpeech(tts_pb2_grpc.TextToSpeechServicer):
    def __init__(self, loading):
        self._loading = loading

    @answering
    def ListVoices(self, request, context):
        engine = self._loading.get()
        return tts_pb2.ListVoicesResponse(
            engine=engine.name,
            voices=[
                tts_pb2.Voice(
                    id=voice.id,
                    languages=voice.languages,
                    is_trained=voice.is_trained,
                    is_ready=not engine.why_not_ready(voice),
                )
                for voice in engine.voices()
            ],
        )

    @answering
    def IsVoiceReady(self, request, context):
        engine = self._loading.get()
        voice = _find(engine, request.voice_id)
        reason = (
            engine.why_not_ready(voice) if voice else f"there is no voice '{request.voice_id}'"
        )
        return tts_pb2.IsVoiceReadyResponse(is_ready=not reason, reason=reason)

    @streaming
    def Synthesize(self, request, context):
        engine = self._loading.get()
        rate = request.rate or 1.0
        if not request.text.strip():
            raise Unusable(grpc.StatusCode.INVALID_ARGUMENT, "there is no text to speak")
        if not RATE[0] <= rate <= RATE[1]:
            raise Unusable(grpc.StatusCode.INVALID_ARGUMENT, "the rate is not 0.5 to 3.0")
        if len(request.text.encode()) > TEXT_BYTES_MAX:
            raise Unusable(
                grpc.StatusCode.RESOURCE_EXHAUSTED, f"the text is longer than {TEXT_BYTES_MAX} bytes"
            )
        voice = self._choose(engine, request.voice_id, request.language)
        count, hz = 0, 0
        for samples, hz in engine.speak(
            request.text, voice, request.language, rate, context.is_active
        ):
            count += len(samples)
            for piece in sound.pieces(sound.to_pcm16(samples)):
                yield tts_pb2.SpokenAudio(pcm=piece, sample_rate_hz=hz)
        log.event("info", "tts.spoken", engine=engine.name, voice=voice.id,
                  audio_ms=1000 * count // hz if hz else 0)

    @staticmethod
    def _choose(engine, voice_id, language):
        if voice_id:
            voice = _find(engine, voice_id)
            if voice is None:
                raise Unusable(grpc.StatusCode.NOT_FOUND, f"there is no voice '{voice_id}'")
            if _speaks(voice, language):
                return voice
        able = [voice for voice in engine.voices() if _speaks(voice, language)]
        if not able:
            raise Unusable(
                grpc.StatusCode.FAILED_PRECONDITION,
                f"the engine {engine.name} has no voice of '{language}'",
            )
        # "en-GB" before another English, if there is one.
        exact = [v for v in able if language.lower() in (tag.lower() for tag in v.languages)]
        return (exact or able)[0]


def _find(engine, voice_id):
    return next((voice for voice in engine.voices() if voice.id == voice_id), None)


def _speaks(voice, language):
    return not voice.languages or languages.nearest(language, voice.languages) is not None


def add_service(loading, server):
    tts_pb2_grpc.add_TextToSpeechServicer_to_server(TextToSpeech(loading), server)
