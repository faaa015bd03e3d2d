"""What the workers share."""

import io
import signal
import socket
import subprocess
import sys
import wave

import numpy as np
import pytest


def test_samples_survive_the_way_to_16_bits_and_back():
    from utter_worker import sound

    there = np.linspace(-1, 1, 101, dtype=np.float32)
    assert np.abs(sound.from_pcm16(sound.to_pcm16(there)) - there).max() < 1e-4
    assert sound.from_pcm16(sound.to_pcm16([np.nan, 2.0, -2.0])) == pytest.approx([0, 1, -1], abs=1e-4)
    with pytest.raises(ValueError, match="no multiple of 2"):
        sound.from_pcm16(b"abc")


@pytest.mark.parametrize("rates", [(16_000, 24_000), (24_000, 16_000), (44_100, 16_000), (8_000, 8_000)])
def test_a_stream_is_resampled_as_if_it_were_one_piece(rates):
    from utter_worker import sound

    low, high = rates
    time = np.arange(low) / low
    tone = np.sin(2 * np.pi * 440 * time).astype(np.float32)
    whole = sound.resample(tone, low, high)
    assert len(whole) == high
    expected = np.sin(2 * np.pi * 440 * np.arange(high) / high)
    middle = slice(high // 10, -high // 10)
    assert np.abs(whole[middle] - expected[middle]).max() < 0.01
    stream = sound.Resampler(low, high)
    parts = [stream.feed(tone[at : at + 317]) for at in range(0, len(tone), 317)]
    pieces = np.concatenate([*parts, stream.finish()])[:high]
    assert np.abs(pieces - whole).max() < 1e-5


def test_resampling_leaves_nothing_of_what_is_too_high():
    from utter_worker import sound

    tone = np.sin(2 * np.pi * 15_000 * np.arange(48_000) / 48_000).astype(np.float32)
    assert np.abs(sound.resample(tone, 48_000, 16_000)[1000:-1000]).max() < 0.01


@pytest.mark.parametrize("width", [1, 2, 3, 4])
def test_wavs_of_all_widths_are_read(width):
    from utter_worker import sound

    level = 0.5
    value = int(level * 2 ** (8 * width - 1))
    one = bytes([value + 128]) if width == 1 else value.to_bytes(width, "little", signed=True)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(width)
        out.setframerate(22_050)
        out.writeframes(one * 2 * 100)
    file.seek(0)
    samples, rate = sound.read_wav(file)
    assert rate == 22_050 and len(samples) == 100
    assert samples == pytest.approx(np.full(100, level), abs=0.01)


@pytest.mark.parametrize("data", [b"", b"RIFF", b"x" * 1000, b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_what_is_no_wav_is_refused(data):
    from utter_worker import sound

    with pytest.raises(ValueError):
        sound.read_wav(io.BytesIO(data))


def test_the_nearest_language_is_the_same_or_another_of_it():
    from utter_worker.languages import nearest

    assert nearest("en-GB", ["de", "en-US", "en-gb"]) == "en-gb"
    assert nearest("en_AU", ["de", "en-US"]) == "en-US"
    assert nearest("zz-ZZ", ["de", "en"]) is None


def test_a_voice_appears_whole_or_not_at_all(tmp_path):
    from utter_worker.voices import Folder

    folder = Folder(tmp_path / "voices", ".voice.json")
    folder.replace("ann", lambda path: path.write_text("1"))

    def broken(path):
        path.write_text("half")
        raise RuntimeError("no more room")

    with pytest.raises(RuntimeError):
        folder.replace("ann", broken)
    assert folder.find("ann").read_text() == "1"
    assert folder.ids() == ["ann"]
    assert [path.name for path in (tmp_path / "voices").iterdir()] == ["ann.voice.json"]
    assert folder.find("../ann") is None


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "tcp://127.0.0.1", "unix://relative", "tcp://0.0.0.0:1", ""]
)
def test_an_address_that_will_not_do_is_refused(url):
    from utter_worker.server import listen_address

    with pytest.raises(ValueError):
        listen_address(url, False)


def test_other_machines_are_let_in_only_when_somebody_says_so():
    from utter_worker.server import listen_address

    assert listen_address("tcp://0.0.0.0:50051", True) == "0.0.0.0:50051"
    assert listen_address("tcp://[::1]:50051", False) == "[::1]:50051"
    assert listen_address("unix:///run/a.sock", False) == "unix:///run/a.sock"


def test_health_follows_the_worker(start, channel):
    import grpc

    from utter_worker_stubs import health_pb2, health_pb2_grpc

    worker = start("tts_worker")
    stub = health_pb2_grpc.HealthStub(channel(worker))

    def ask(service):
        return stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=10).status

    serving = health_pb2.HealthCheckResponse.SERVING
    assert ask("") == serving
    assert ask("utter.workers.v1.TextToSpeech") == serving
    with pytest.raises(grpc.RpcError) as failure:
        ask("no.such.Service")
    assert failure.value.code() == grpc.StatusCode.NOT_FOUND
    states = stub.Watch(health_pb2.HealthCheckRequest(service=""), timeout=10)
    assert next(states).status == serving
    worker.process.send_signal(signal.SIGTERM)
    assert next(states).status == health_pb2.HealthCheckResponse.NOT_SERVING
    states.cancel()
    assert worker.process.wait(30) == 0


def test_a_worker_says_that_its_model_is_loading(channel):
    """With an engine that never gets there, in this process."""
    import concurrent.futures

    import grpc

    from tts_worker.server import add_service
    from utter_worker.server import Loading
    from utter_worker_stubs import tts_pb2, tts_pb2_grpc

    server = grpc.server(concurrent.futures.ThreadPoolExecutor(1))
    add_service(Loading(None), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as connection:
        stub = tts_pb2_grpc.TextToSpeechStub(connection)
        with pytest.raises(grpc.RpcError) as failure:
            stub.ListVoices(tts_pb2.ListVoicesRequest(), timeout=10)
        assert failure.value.code() == grpc.StatusCode.UNAVAILABLE
        assert "being loaded" in failure.value.details()
        with pytest.raises(grpc.RpcError) as failure:
            list(stub.Synthesize(tts_pb2.SynthesizeRequest(text="hello"), timeout=10))
        assert failure.value.code() == grpc.StatusCode.UNAVAILABLE
    server.stop(None).wait()


def test_a_model_that_cannot_be_loaded_ends_the_worker(start):
    worker = start("stt_worker", "--grammar", "/no/such/grammar", wait_for=None)
    assert "there is no grammar" in worker.wait_for("worker.load_failed")
    assert worker.process.wait(30) == 1


@pytest.mark.parametrize("module", ["stt_worker", "tts_worker", "trainer_worker"])
def test_a_library_that_is_missing_is_named(start, module):
    engine = "moshi" if module == "stt_worker" else "pocket"
    library = "moshi" if module == "stt_worker" else "pocket_tts"
    import importlib.util

    if importlib.util.find_spec(library):
        pytest.skip(f"{library} is installed")
    worker = start(module, "--engine", engine, wait_for=None)
    line = worker.wait_for("worker.load_failed")
    assert "No module named" in line
    assert worker.process.wait(30) == 1


def test_a_port_that_is_taken_ends_the_worker():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "tts_worker", "--listen", f"tcp://127.0.0.1:{port}"],
            capture_output=True,
            text=True,
            timeout=30,
        )
    assert ended.returncode == 1
    assert "cannot listen" in ended.stderr
