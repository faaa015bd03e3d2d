"""Hearing without a model of our own: Debian's `pocketsphinx_continuous`, a process for each decoding.

It knows English. Without `--grammar` its general model is wrong in every sixth word or worse even of clean
synthetic speech; with a JSGF grammar it hears nothing but the grammar's sentences, and hears one of them in
nearly anything. It is there to exercise the protocol, the manager and the fallback, not to be used.
"""

import pathlib
import shutil
import tempfile

import numpy as np

from stt_worker.engine import Heard
from utter_worker import programs, sound

PROGRAM = "pocketsphinx_continuous"
PARTIAL_S = 2.0  # of new sound between two partial transcriptions


class _Utterance:
    def __init__(self, engine, is_wanted):
        self._engine = engine
        self._is_wanted = is_wanted
        self._samples = np.zeros(0, np.float32)
        self._decoded = 0

    def feed(self, samples):
        self._samples = np.concatenate([self._samples, samples])
        if len(self._samples) - self._decoded < PARTIAL_S * self._engine.sample_rate_hz:
            return None
        self._decoded = len(self._samples)
        return self._engine.decode(self._samples, self._is_wanted) or None

    def finish(self):
        return Heard(self._engine.decode(self._samples, self._is_wanted))

    def close(self):
        pass


class ReferenceEngine:
    name = "reference"
    languages = ["en"]
    sample_rate_hz = 16_000

    def __init__(self, grammar=None):
        self._grammar = grammar

    def load(self):
        if shutil.which(PROGRAM) is None:
            raise RuntimeError(f"{PROGRAM} is not installed (Debian's packages pocketsphinx and "
                               "pocketsphinx-en-us)")
        if self._grammar and not pathlib.Path(self._grammar).is_file():
            raise RuntimeError(f"there is no grammar {self._grammar}")

    def start(self, language, is_wanted):
        return _Utterance(self, is_wanted)

    def decode(self, samples, is_wanted):
        # Its decoder makes words of silence.
        if not sound.loud_frames(samples, self.sample_rate_hz).any():
            return ""
        with tempfile.TemporaryDirectory(prefix="utter-stt-") as folder:
            wav = pathlib.Path(folder) / "speech.wav"
            sound.write_wav(wav, samples, self.sample_rate_hz)
            command = [PROGRAM, "-infile", str(wav), "-logfn", "/dev/null"]
            if self._grammar:
                command += ["-jsgf", str(self._grammar)]
            lines = programs.run(command, is_wanted).decode(errors="replace").split("\n")
        return " ".join(line.strip() for line in lines if line.strip())
