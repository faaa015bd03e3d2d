"""The worker that hears."""

import shutil

import pytest

GRAMMAR = """#JSGF V1.0;
grammar commands;
public <command> = what time is it | set a timer for ten minutes | cancel all timers;
"""


@pytest.fixture
def hear(start, channel, tmp_path):
    """What the worker answers to a sound, with a grammar."""
    if shutil.which("pocketsphinx_continuous") is None:
        pytest.skip("pocketsphinx_continuous is not installed")
    from utter_worker_stubs import stt_pb2, stt_pb2_grpc

    grammar = tmp_path / "commands.jsgf"
    grammar.write_text(GRAMMAR)
    stub = stt_pb2_grpc.SpeechToTextStub(channel(start("stt_worker", "--grammar", grammar)))

    def hearer(pcm, rate=16_000, language="en-US", piece=3_200, first=None):
        def requests():
            start = stt_pb2.TranscribeStart(sample_rate_hz=rate, language=language)
            yield first or stt_pb2.TranscribeRequest(start=start)
            for at in range(0, len(pcm), piece):
                yield stt_pb2.TranscribeRequest(pcm=pcm[at : at + piece])

        return list(stub.Transcribe(requests(), timeout=60))

    hearer.stub = stub
    return hearer


def pcm_of(path, rate=16_000):
    from utter_worker import sound

    samples, hz = sound.read_wav(str(path))
    return sound.to_pcm16(sound.resample(samples, hz, rate))


@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_hears_what_was_said(hear, spoken, rate):
    answers = hear(pcm_of(spoken("set a timer for ten minutes"), rate), rate)
    assert answers[-1].is_final
    assert answers[-1].text == "set a timer for ten minutes"
    assert 1_000 < answers[-1].audio_ms < 4_000
    assert not any(answer.is_final for answer in answers[:-1])


def test_tells_what_it_has_so_far(hear, spoken):
    pcm = pcm_of(spoken("what time is it")) + bytes(2 * 16_000 * 2)
    answers = hear(pcm)
    assert len(answers) > 1
    assert answers[0].text == "what time is it" and answers[0].audio_ms < answers[-1].audio_ms


def test_silence_is_an_empty_text(hear):
    answers = hear(bytes(32_000))
    assert [(answer.text, answer.is_final) for answer in answers] == [("", True)]
    assert [answer.is_final for answer in hear(b"")] == [True]


def test_what_breaks_the_protocol_is_refused(hear):
    import grpc

    from utter_worker_stubs import stt_pb2

    for arguments, code in [
        ({"pcm": b"", "first": stt_pb2.TranscribeRequest(pcm=b"ab")}, "INVALID_ARGUMENT"),
        ({"pcm": b"", "rate": 7_999}, "INVALID_ARGUMENT"),
        ({"pcm": b"abc"}, "INVALID_ARGUMENT"),
        ({"pcm": b"", "language": "zz-ZZ"}, "FAILED_PRECONDITION"),
    ]:
        with pytest.raises(grpc.RpcError) as failure:
            hear(**arguments)
        assert failure.value.code() == grpc.StatusCode[code], failure.value.details()


def test_describes_itself(hear):
    from utter_worker_stubs import stt_pb2

    described = hear.stub.DescribeStt(stt_pb2.DescribeSttRequest(), timeout=10)
    assert described.engine == "reference"
    assert list(described.languages) == ["en"]
    assert described.sample_rate_hz == 16_000


class FakeModel:
    """As the models of moshi_engine, for whose delay each word of 0.16 s is one frame of loud sound."""

    prefix_s = 0.16
    delay_s = 0.24

    def __init__(self, *_):
        self.words = {1: "\u2581what", 2: "\u2581time"}

    def reset(self):
        self.behind = [3, 3, 3]
        self.frames = 0

    def step(self, frame):
        assert frame.shape == (1_920,) and frame.dtype == "float32"
        self.frames += 1
        self.behind.append(int(round(float(frame.max()))))
        return self.behind.pop(0)

    def piece(self, token):
        return self.words[token]


def test_the_streaming_engine_waits_for_the_models_delay():
    import numpy as np

    from stt_worker.moshi_engine import FRAME, MoshiEngine

    engine = MoshiEngine("moshi", FakeModel, "any/model")
    engine.load()
    utterance = engine.start("en", lambda: True)
    assert utterance.feed(np.full(FRAME + 100, 1, np.float32)) is None
    assert utterance.feed(np.full(FRAME - 100, 2, np.float32)) is None
    assert utterance.feed(np.zeros(2 * FRAME, np.float32)) == "what"
    assert utterance.finish().text == "what time"
    utterance.close()
    # The next one begins anew.
    again = engine.start("en", lambda: True)
    assert again.finish().text == ""
    again.close()


def test_the_streaming_engine_stops_when_nobody_waits():
    import numpy as np

    from stt_worker.moshi_engine import FRAME, MoshiEngine
    from utter_worker.server import Cancelled

    engine = MoshiEngine("moshi", FakeModel, "any/model")
    engine.load()
    wanted = [True]
    utterance = engine.start("en", lambda: wanted[0])
    wanted[0] = False
    with pytest.raises(Cancelled):
        utterance.feed(np.zeros(FRAME, np.float32))
    with pytest.raises(Cancelled):
        engine.start("en", lambda: False)  # who waits for its turn is let go, too
    utterance.close()
