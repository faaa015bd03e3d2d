"""The worker that makes voices."""

import json
import threading

import numpy as np
import pytest

TEXTS = ("the quick brown fox jumps over the lazy dog", "how are you doing today my dear friend")


@pytest.fixture
def trainer(start, channel, tmp_path):
    from utter_worker_stubs import training_pb2, training_pb2_grpc

    stub = training_pb2_grpc.VoiceTrainingStub(
        channel(start("trainer_worker", "--voices", tmp_path / "voices"))
    )

    class Trainer:
        voices = tmp_path / "voices"

        @staticmethod
        def submit(voice_id, *files):
            """Files are (name, bytes)."""

            def requests():
                start = training_pb2.JobStart(voice_id=voice_id, language="en-US")
                yield training_pb2.SubmitJobRequest(start=start)
                for name, data in files:
                    yield training_pb2.SubmitJobRequest(file=training_pb2.SampleFile(name=name))
                    for at in range(0, len(data), 10_000):
                        yield training_pb2.SubmitJobRequest(bytes=data[at : at + 10_000])

            return stub.SubmitJob(requests(), timeout=60)

        @staticmethod
        def watch(job):
            return list(stub.WatchJob(training_pb2.JobRequest(job_id=job.job_id), timeout=60))

        @staticmethod
        def get(job_id):
            return stub.GetJob(training_pb2.JobRequest(job_id=job_id), timeout=10)

        @staticmethod
        def cancel(job_id):
            return stub.CancelJob(training_pb2.JobRequest(job_id=job_id), timeout=10)

        Job = training_pb2.Job

    return Trainer()


def samples_of(spoken, voice):
    return [(path.name, path.read_bytes()) for path in (spoken(text, voice) for text in TEXTS)]


def test_a_voice_is_made_of_samples(trainer, spoken):
    states = trainer.watch(trainer.submit("ann", *samples_of(spoken, "slt")))
    progress = [job.progress for job in states]
    assert progress == sorted(progress) and progress[-1] == 1
    job = states[-1]
    assert job.state == trainer.Job.SUCCEEDED, job.error
    assert job.quality == trainer.Job.QUICK
    assert 3_000 < job.speech_ms < 7_000
    assert 150 < job.measures["pitch_hz"] < 220  # slt is a woman
    assert 2.5 < job.measures["rate_syllables_per_s"] < 7
    made = json.loads((trainer.voices / "ann.voice.json").read_text())
    assert made["language"] == "en-US" and len(made["embedding"]) == 80
    assert trainer.get(job.job_id) == job


def test_voices_are_told_apart(trainer, spoken):
    low = trainer.watch(trainer.submit("rob", *samples_of(spoken, "rms")))[-1]
    high = trainer.watch(trainer.submit("ann", *samples_of(spoken, "slt")))[-1]
    assert low.measures["pitch_hz"] + 40 < high.measures["pitch_hz"]

    def embedding(name):
        return np.array(json.loads((trainer.voices / f"{name}.voice.json").read_text())["embedding"])

    assert np.linalg.norm(embedding("ann") - embedding("rob")) > 1


def test_what_makes_no_voice_fails_with_the_reason(trainer, tmp_path):
    from utter_worker import sound

    quiet = tmp_path / "quiet.wav"
    sound.write_wav(quiet, np.zeros(32_000), 16_000)
    job = trainer.watch(trainer.submit("ann", ("quiet.wav", quiet.read_bytes())))[-1]
    assert job.state == trainer.Job.FAILED
    assert "no speech" in job.error
    assert not (trainer.voices / "ann.voice.json").exists()


def test_what_breaks_the_protocol_is_refused(trainer):
    import grpc

    for arguments, words in [
        (("../ann", ("a.wav", b"RIFF")), "voice_id"),
        (("ann",), "no samples"),
        (("ann", ("a.wav", b"not a sound")), "a.wav"),
    ]:
        with pytest.raises(grpc.RpcError) as failure:
            trainer.submit(*arguments)
        assert failure.value.code() == grpc.StatusCode.INVALID_ARGUMENT
        assert words in failure.value.details()
    with pytest.raises(grpc.RpcError) as failure:
        trainer.get("no-such-job")
    assert failure.value.code() == grpc.StatusCode.NOT_FOUND


class SlowEngine:
    """Reports until it is cancelled, or until it may end."""

    name = "slow"
    suffix = ".slow"

    def __init__(self):
        self.running = threading.Event()
        self.may_end = threading.Event()

    def train(self, samples, language, path, report):
        self.running.set()
        while not self.may_end.wait(0.01):
            report(0.5, "going on")
        path.write_text("made")
        return {}


@pytest.fixture
def jobs(tmp_path):
    from trainer_worker.jobs import Jobs

    class Loaded:
        engine = SlowEngine()

        def get(self):
            return self.engine

    loading = Loaded()
    made = Jobs(loading, tmp_path)
    made.engine, made.folder = loading.engine, tmp_path
    noise = np.random.default_rng(1).standard_normal(32_000).astype(np.float32)
    fading = 0.5 * noise * np.abs(np.sin(np.arange(32_000) / 3_000)) ** 4
    made.samples = [("a.wav", fading, 16_000)]
    return made


def until_ended(jobs, job):
    from trainer_worker.jobs import ENDED

    while job.state not in ENDED:
        job = jobs.wait(job.job_id, job, 30)
    return job


def test_a_running_job_can_be_cancelled_and_leaves_nothing(jobs):
    from utter_worker_stubs.training_pb2 import Job

    job = jobs.submit("ann", "en", jobs.samples)
    assert jobs.engine.running.wait(30)
    jobs.cancel(job.job_id)
    assert until_ended(jobs, job).state == Job.CANCELLED
    assert list(jobs.folder.iterdir()) == []


def test_a_job_that_waits_can_be_cancelled(jobs):
    from utter_worker_stubs.training_pb2 import Job

    first = jobs.submit("ann", "en", jobs.samples)
    second = jobs.submit("bob", "en", jobs.samples)
    assert jobs.engine.running.wait(30)
    assert jobs.get(second.job_id).state == Job.QUEUED
    assert jobs.cancel(second.job_id).state == Job.CANCELLED
    jobs.engine.may_end.set()
    assert until_ended(jobs, first).state == Job.SUCCEEDED
    assert [path.name for path in jobs.folder.iterdir()] == ["ann.slow"]


def test_only_so_many_jobs_may_wait(jobs):
    from trainer_worker.jobs import WAITING_MAX
    from utter_worker.server import Unusable

    jobs.submit("ann", "en", jobs.samples)
    assert jobs.engine.running.wait(30)
    for _ in range(WAITING_MAX):
        jobs.submit("ann", "en", jobs.samples)
    with pytest.raises(Unusable, match="waiting already"):
        jobs.submit("ann", "en", jobs.samples)


def test_quality_is_how_much_speech_there_is():
    from trainer_worker.jobs import quality
    from utter_worker_stubs.training_pb2 import Job

    assert [quality(s) for s in (59, 60, 599, 600)] == [
        Job.QUICK, Job.STANDARD, Job.STANDARD, Job.PROFESSIONAL,
    ]


def test_pocket_listens_to_half_a_minute(tmp_path, monkeypatch):
    """Against a library that is not there: what it is given, and where its state goes."""
    import sys
    import types

    from trainer_worker.pocket_engine import PocketEngine
    from utter_worker import sound

    given = {}

    class Model:
        has_voice_cloning = True

        @staticmethod
        def load_model(language):
            given["language"] = language
            return Model()

        def get_state_for_audio_prompt(self, path, truncate):
            given["seconds"] = len(sound.read_wav(str(path))[0]) / 24_000
            return {"state": truncate}

    def export_model_state(state, path):
        given["state"] = state
        path.write_text("state")

    library = types.SimpleNamespace(TTSModel=Model, export_model_state=export_model_state)
    monkeypatch.setitem(sys.modules, "pocket_tts", library)
    engine = PocketEngine()
    engine.load()
    told = []
    measures = engine.train(
        [(np.zeros(16_000 * 20, np.float32), 16_000)] * 2,
        "en", tmp_path / "ann.safetensors", lambda *step: told.append(step),
    )
    assert given == {"language": "english", "seconds": 30.0, "state": {"state": True}}
    assert measures == {"prompt_s": 30.0}
    assert (tmp_path / "ann.safetensors").read_text() == "state"
