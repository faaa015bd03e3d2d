"""The worker that speaks."""

import json
import shutil

import numpy as np
import pytest


@pytest.fixture
def speak(start, channel, tmp_path):
    from utter_worker_stubs import tts_pb2, tts_pb2_grpc

    voices = tmp_path / "voices"
    voices.mkdir()
    stub = tts_pb2_grpc.TextToSpeechStub(channel(start("tts_worker", "--voices", voices)))

    def speaker(text, voice="", language="en-US", rate=0.0):
        """(samples, rate in Hz)"""
        from utter_worker import sound

        pieces = list(
            stub.Synthesize(
                tts_pb2.SynthesizeRequest(text=text, voice_id=voice, language=language, rate=rate),
                timeout=60,
            )
        )
        assert len({piece.sample_rate_hz for piece in pieces}) == 1
        assert all(len(piece.pcm) <= 64 * 1024 for piece in pieces)
        return (
            np.concatenate([sound.from_pcm16(piece.pcm) for piece in pieces]),
            pieces[0].sample_rate_hz,
        )

    speaker.stub, speaker.voices = stub, voices
    return speaker


def code_of(call):
    import grpc

    with pytest.raises(grpc.RpcError) as failure:
        call()
    return failure.value.code().name


def test_speaks(speak):
    samples, rate = speak("what time is it")
    assert 0.4 < len(samples) / rate < 3
    assert 0.05 < np.abs(samples).max() <= 1


def test_speaks_as_fast_as_it_is_told(speak):
    slow, _ = speak("a rather long sentence to say", rate=0.5)
    fast, _ = speak("a rather long sentence to say", rate=3.0)
    assert len(slow) > 2 * len(fast)


def test_what_cannot_be_spoken_is_refused(speak):
    assert code_of(lambda: speak(" ")) == "INVALID_ARGUMENT"
    assert code_of(lambda: speak("hi", rate=0.4)) == "INVALID_ARGUMENT"
    assert code_of(lambda: speak("a" * 100_001)) == "RESOURCE_EXHAUSTED"
    assert code_of(lambda: speak("hi", voice="no-such-voice")) == "NOT_FOUND"
    if shutil.which("flite") or shutil.which("espeak-ng"):
        assert code_of(lambda: speak("hi", language="zz-ZZ")) == "FAILED_PRECONDITION"


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_a_voice_is_chosen_for_the_language(speak):
    speak("guten Morgen", language="de-DE")
    if shutil.which("flite"):
        speak("guten Morgen", voice="rms", language="de-DE")  # which has no German


def pitch_hz(samples, rate):
    from trainer_worker.reference_engine import pitches

    return float(np.median(pitches(samples, rate)))


@pytest.mark.skipif(shutil.which("flite") is None, reason="flite is not installed")
def test_a_trained_voice_is_there_at_once_and_has_its_pitch(speak):
    from utter_worker_stubs import tts_pb2

    ask = tts_pb2.IsVoiceReadyRequest(voice_id="ann")
    assert not speak.stub.IsVoiceReady(ask, timeout=10).is_ready
    (speak.voices / "ann.voice.json").write_text(
        json.dumps({"language": "en-US", "measures": {"pitch_hz": 190, "rate_syllables_per_s": 4.3}})
    )
    assert speak.stub.IsVoiceReady(ask, timeout=10).is_ready
    listed = speak.stub.ListVoices(tts_pb2.ListVoicesRequest(), timeout=10)
    assert [voice.id for voice in listed.voices if voice.is_trained] == ["ann"]
    low = pitch_hz(*speak("how are you doing today", voice="rms"))
    high = pitch_hz(*speak("how are you doing today", voice="ann"))
    assert low < 140
    assert 170 < high < 210
    (speak.voices / "ann.voice.json").write_text("{broken")
    assert "cannot be read" in speak.stub.IsVoiceReady(ask, timeout=10).reason


def test_without_programs_there_are_tones(tmp_path):
    from tts_worker.reference_engine import ReferenceEngine

    engine = ReferenceEngine(tmp_path, programs_allowed=())
    engine.load()
    (voice,) = engine.voices()
    ((samples, rate),) = engine.speak("hello", voice, "en", 1.0, lambda: True)
    assert 0.3 < len(samples) / rate < 0.6
    assert 0.05 < np.abs(samples).max() < 1


def test_a_cancelled_call_ends_the_engines_work(speak):
    """A long text; the worker serves the next call at once."""
    from utter_worker_stubs import tts_pb2

    call = speak.stub.Synthesize(
        tts_pb2.SynthesizeRequest(text="and so on " * 5_000, language="en-US"), timeout=60
    )
    call.cancel()
    assert len(speak("hello")[0])


class FakeTtsModel:
    sample_rate = 24_000

    def __init__(self):
        self.loaded = []

    def get_state_for_audio_prompt(self, prompt):
        self.loaded.append(str(prompt))
        return {"prompt": str(prompt)}

    def generate_audio_stream(self, state, text):
        class Piece:
            def cpu(self):
                return self

            def numpy(self):
                return np.ones(1_000, np.float32)

        assert state["prompt"] in self.loaded
        for _ in text.split():
            yield Piece()


def test_pocket_keeps_voices_and_reads_one_that_was_trained_anew(tmp_path):
    import os

    from tts_worker.pocket_engine import PocketEngine
    from utter_worker.server import Cancelled

    engine = PocketEngine(tmp_path)
    engine._model = FakeTtsModel()
    file = tmp_path / "ann.safetensors"
    file.write_text("1")
    voices = {voice.id: voice for voice in engine.voices()}

    def say(voice, is_wanted=lambda: True):
        return list(engine.speak("two words", voices[voice], "en", 1.0, is_wanted))

    assert [len(samples) for samples, rate in say("alba")] == [1_000, 1_000]
    say("alba")
    say("ann")
    assert engine._model.loaded == ["alba", str(file)]
    os.utime(file, ns=(1, 1))
    say("ann")
    assert engine._model.loaded == ["alba", str(file), str(file)]
    with pytest.raises(Cancelled):
        say("alba", is_wanted=lambda: False)
    assert say("alba")  # the lock is free again
