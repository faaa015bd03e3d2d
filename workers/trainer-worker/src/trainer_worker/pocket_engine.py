"""A voice as Pocket TTS's own state after listening to the samples: voice cloning.

The model listens to half a minute at the most, so the loudest-speech parts of the samples are joined up to
that; more samples make no other voice. Its weights with cloning need their licence accepted on Hugging Face.
"""

import pathlib
import tempfile

import numpy as np

from trainer_worker.engine import Unsuitable
from utter_worker import sound
from utter_worker.pocket import MODELS

LISTENS_S = 30
RATE_HZ = 24_000


class PocketEngine:
    name = "pocket-tts"
    suffix = ".safetensors"

    def __init__(self, language="en"):
        self._language = language
        self._model = None

    def load(self):
        from pocket_tts import TTSModel

        self._model = TTSModel.load_model(language=MODELS[self._language])
        if not self._model.has_voice_cloning:
            raise RuntimeError(
                "these weights cannot clone voices: accept the licence of kyutai/pocket-tts on "
                "Hugging Face and log in"
            )

    def train(self, samples, language, path, report):
        from pocket_tts import export_model_state

        report(0.1, "joining the samples")
        joined = np.concatenate([sound.resample(one, rate, RATE_HZ) for one, rate in samples])
        joined = joined[: LISTENS_S * RATE_HZ]
        if len(joined) < RATE_HZ:
            raise Unsuitable("the samples are shorter than a second together")
        report(0.3, "listening to the samples")
        with tempfile.TemporaryDirectory(prefix="utter-trainer-") as folder:
            prompt = pathlib.Path(folder) / "prompt.wav"
            sound.write_wav(prompt, joined, RATE_HZ)
            state = self._model.get_state_for_audio_prompt(prompt, truncate=True)
        report(0.9, "writing the voice")
        export_model_state(state, path)
        return {"prompt_s": len(joined) / RATE_HZ}
