"""The service utter.workers.v1.SpeechToText."""

import grpc

from utter_worker import languages, log, sound
from utter_worker.server import Unusable, answering, streaming
from utter_worker_stubs import stt_pb2, stt_pb2_grpc

SERVICE = stt_pb2.DESCRIPTOR.services_by_name["SpeechToText"].full_name
RATE_HZ = (8_000, 48_000)
SOUND_S_MAX = 300


def _refused(text):
    return Unusable(grpc.StatusCode.INVALID_ARGUMENT, text)


class SpeechToText(stt_pb2_grpc.SpeechToTextServicer):
    def __init__(self, loading):
        self._loading = loading

    @answering
    def DescribeStt(self, request, context):
        engine = self._loading.get()
        return stt_pb2.DescribeSttResponse(
            engine=engine.name, languages=engine.languages, sample_rate_hz=engine.sample_rate_hz
        )

    @streaming
    def Transcribe(self, requests, context):
        engine = self._loading.get()
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "start":
            raise _refused("the stream does not begin with 'start'")
        start = first.start
        if not RATE_HZ[0] <= start.sample_rate_hz <= RATE_HZ[1]:
            raise _refused(f"start.sample_rate_hz is {start.sample_rate_hz}, not 8000 to 48000")
        if engine.languages and languages.nearest(start.language, engine.languages) is None:
            raise Unusable(
                grpc.StatusCode.FAILED_PRECONDITION,
                f"the engine {engine.name} hears {', '.join(engine.languages)}",
            )
        utterance = engine.start(start.language, context.is_active)
        try:
            yield from self._hear(engine, utterance, start, requests)
        finally:
            utterance.close()

    def _hear(self, engine, utterance, start, requests):
        stream = sound.Resampler(start.sample_rate_hz, engine.sample_rate_hz)
        count = 0

        def heard_ms():
            return 1000 * count // start.sample_rate_hz

        for request in requests:
            if request.WhichOneof("part") != "pcm":
                raise _refused("only the first message may be 'start'")
            try:
                samples = sound.from_pcm16(request.pcm)
            except ValueError as error:
                raise _refused(str(error)) from error
            count += len(samples)
            if count > SOUND_S_MAX * start.sample_rate_hz:
                raise _refused(f"the sound is longer than {SOUND_S_MAX} s")
            text = utterance.feed(stream.feed(samples))
            if text is not None:
                yield stt_pb2.Transcription(text=text, audio_ms=heard_ms())
        utterance.feed(stream.finish())
        heard = utterance.finish()
        log.event("info", "stt.final", engine=engine.name, audio_ms=heard_ms(),
                  words=len(heard.text.split()))
        yield stt_pb2.Transcription(
            text=heard.text,
            is_final=True,
            language=heard.language,
            confidence=heard.confidence,
            audio_ms=heard_ms(),
        )


def add_service(loading, server):
    stt_pb2_grpc.add_SpeechToTextServicer_to_server(SpeechToText(loading), server)
