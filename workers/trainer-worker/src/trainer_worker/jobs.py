"""Training jobs: one runs at a time, a few wait, those that ended are remembered for a while."""

import collections
import dataclasses
import queue
import threading
import uuid

import grpc

from trainer_worker.engine import Unsuitable
from utter_worker import log, sound, voices
from utter_worker.server import Cancelled, Unusable
from utter_worker_stubs import training_pb2

WAITING_MAX = 16
KNOWN_MAX = 256
SPEECH_S_MIN = 1.0
ENDED = (training_pb2.Job.SUCCEEDED, training_pb2.Job.FAILED, training_pb2.Job.CANCELLED)


@dataclasses.dataclass
class Work:
    """A job, and what it is made of."""

    state: training_pb2.Job
    language: str
    samples: list  # (name, float32 samples, rate in Hz)
    is_cancelled: bool = False


class Jobs:
    def __init__(self, loading, folder):
        self._loading = loading
        self._folder = folder
        self._changed = threading.Condition()
        self._jobs = collections.OrderedDict()  # by id, guarded
        self._waiting = queue.Queue(WAITING_MAX)
        threading.Thread(target=self._run, daemon=True).start()

    def submit(self, voice_id, language, samples):
        """The new job. Unusable when too many wait."""
        job = training_pb2.Job(
            job_id=uuid.uuid4().hex, voice_id=voice_id, state=training_pb2.Job.QUEUED,
            stage="waiting",
        )
        work = Work(job, language, samples)
        with self._changed:
            try:
                self._waiting.put_nowait(work)
            except queue.Full:
                raise Unusable(
                    grpc.StatusCode.RESOURCE_EXHAUSTED, f"{WAITING_MAX} jobs are waiting already"
                ) from None
            self._jobs[job.job_id] = work
            ended = [key for key, one in self._jobs.items() if one.state.state in ENDED]
            for key in ended[: max(0, len(self._jobs) - KNOWN_MAX)]:
                del self._jobs[key]
            return self._copy(work)

    def get(self, job_id):
        with self._changed:
            return self._copy(self._find(job_id))

    def wait(self, job_id, known, limit_s):
        """The job once it differs from `known`, or after that time."""
        with self._changed:
            work = self._find(job_id)
            self._changed.wait_for(lambda: work.state != known, limit_s)
            return self._copy(work)

    def wake(self):
        with self._changed:
            self._changed.notify_all()

    def cancel(self, job_id):
        with self._changed:
            work = self._find(job_id)
            work.is_cancelled = True
            if work.state.state == training_pb2.Job.QUEUED:
                self._end(work, training_pb2.Job.CANCELLED)
            return self._copy(work)

    def _find(self, job_id):
        work = self._jobs.get(job_id)
        if work is None:
            raise Unusable(grpc.StatusCode.NOT_FOUND, f"there is no job '{job_id}'")
        return work

    @staticmethod
    def _copy(work):
        made = training_pb2.Job()
        made.CopyFrom(work.state)
        return made

    def _end(self, work, state, error=""):
        work.state.state = state
        work.state.error = error
        work.state.stage = ""
        work.samples = []
        self._changed.notify_all()

    def _run(self):
        while True:
            work = self._waiting.get()
            with self._changed:
                if work.state.state in ENDED:
                    continue
                work.state.state = training_pb2.Job.RUNNING
                self._changed.notify_all()
            try:
                measures = self._train(work)
                state, error = training_pb2.Job.SUCCEEDED, ""
            except Cancelled:
                state, error = training_pb2.Job.CANCELLED, ""
            except Unsuitable as unsuitable:
                state, error = training_pb2.Job.FAILED, str(unsuitable)
            except Exception as failure:
                state, error = training_pb2.Job.FAILED, f"the engine failed: {failure}"
            with self._changed:
                if state == training_pb2.Job.SUCCEEDED:
                    work.state.progress = 1.0
                    work.state.measures.update(measures)
                self._end(work, state, error)
            log.event("info", "trainer.job_ended", job=work.state.job_id,
                      state=training_pb2.Job.State.Name(state), error=error)

    def _train(self, work):
        def report(progress, stage):
            with self._changed:
                if work.is_cancelled:
                    raise Cancelled
                work.state.progress = max(work.state.progress, progress)
                work.state.stage = stage
                self._changed.notify_all()

        report(0.0, "looking for speech")
        speech_s = 0.0
        usable = []
        for _, samples, rate in work.samples:
            report(0.0, "looking for speech")
            here = sound.loud_frames(samples, rate).sum() * 0.01
            speech_s += here
            if here > 0:
                usable.append((samples, rate))
        if speech_s < SPEECH_S_MIN:
            raise Unsuitable("the samples hold no speech, or less than a second of it")
        with self._changed:
            work.state.speech_ms = round(1000 * speech_s)
            work.state.quality = quality(speech_s)
        engine = self._loading.get()
        measures = {}

        def write(path):
            measures.update(engine.train(usable, work.language, path, report))
            report(0.99, "keeping the voice")  # the last moment to be cancelled

        voices.Folder(self._folder, engine.suffix).replace(work.state.voice_id, write)
        return measures


def quality(speech_s):
    if speech_s < 60:
        return training_pb2.Job.QUICK
    return training_pb2.Job.STANDARD if speech_s < 600 else training_pb2.Job.PROFESSIONAL
