"""The service utter.workers.v1.VoiceTraining."""

import io

import grpc

from trainer_worker.jobs import ENDED, Jobs
from utter_worker import sound, voices
from utter_worker.server import Unusable, answering, streaming
from utter_worker_stubs import training_pb2, training_pb2_grpc

SERVICE = training_pb2.DESCRIPTOR.services_by_name["VoiceTraining"].full_name
SAMPLES_MAX = 100
BYTES_MAX = 512 * 1024 * 1024
HEARTBEAT_S = 5.0


def _refused(text):
    return Unusable(grpc.StatusCode.INVALID_ARGUMENT, text)


class VoiceTraining(training_pb2_grpc.VoiceTrainingServicer):
    def __init__(self, loading, folder):
        self._loading = loading
        self._jobs = Jobs(loading, folder)

    @answering
    def SubmitJob(self, requests, context):
        self._loading.get()
        first = next(requests, None)
        if first is None or first.WhichOneof("part") != "start":
            raise _refused("the stream does not begin with 'start'")
        if not voices.is_voice_id(first.start.voice_id):
            raise _refused("start.voice_id is not 1 to 64 letters, digits, '-' and '_'")
        samples = [self._read(name, data) for name, data in self._files(requests)]
        if not samples:
            raise _refused("there are no samples")
        return self._jobs.submit(first.start.voice_id, first.start.language, samples)

    @staticmethod
    def _files(requests):
        """(name, contents) of each."""
        files, total = [], 0
        for request in requests:
            part = request.WhichOneof("part")
            if part == "file":
                if len(files) == SAMPLES_MAX:
                    raise Unusable(
                        grpc.StatusCode.RESOURCE_EXHAUSTED, f"more than {SAMPLES_MAX} samples"
                    )
                files.append((request.file.name, bytearray()))
            elif part == "bytes" and files:
                total += len(request.bytes)
                if total > BYTES_MAX:
                    raise Unusable(
                        grpc.StatusCode.RESOURCE_EXHAUSTED, f"more than {BYTES_MAX} bytes of samples"
                    )
                files[-1][1].extend(request.bytes)
            else:
                raise _refused("'start' comes once, and 'file' before its 'bytes'")
        return files

    @staticmethod
    def _read(name, data):
        try:
            return (name, *sound.read_wav(io.BytesIO(data)))
        except ValueError as error:
            raise _refused(f"the sample '{name}' is {error}") from error

    @streaming
    def WatchJob(self, request, context):
        context.add_callback(self._jobs.wake)
        job = self._jobs.get(request.job_id)
        yield job
        while job.state not in ENDED and context.is_active():
            job = self._jobs.wait(request.job_id, job, HEARTBEAT_S)
            yield job

    @answering
    def GetJob(self, request, context):
        return self._jobs.get(request.job_id)

    @answering
    def CancelJob(self, request, context):
        return self._jobs.cancel(request.job_id)
