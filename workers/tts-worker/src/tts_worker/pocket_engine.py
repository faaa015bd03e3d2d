"""Speaking with Kyutai's Pocket TTS, with its own voices and with those that were trained.

A trained voice is the model's state after listening to the samples, a file of the trainer with the same
model. A voice's state is loaded (one of the model's own perhaps downloaded) when it is first used; a few are
kept. The model says one text at a time; others wait. It has one speed.
"""

import collections
import threading

from tts_worker.engine import Voice
from utter_worker import voices
from utter_worker.pocket import MODELS
from utter_worker.server import Cancelled

SUFFIX = ".safetensors"
STATES_MAX = 8
WAIT_S = 0.1
ENGLISH_VOICES = (
    "alba", "marius", "javert", "jean", "fantine", "cosette", "eponine", "azelma", "anna", "vera",
    "charles", "paul", "george", "mary", "jane", "michael", "eve",
)
OTHER_VOICES = {"fr": "estelle", "de": "juergen", "pt": "rafael", "it": "giovanni", "es": "lola"}


class PocketEngine:
    name = "pocket-tts"

    def __init__(self, voices_folder, language="en", quantize=False):
        self._language = language
        self._quantize = quantize
        self._trained = voices.Folder(voices_folder, SUFFIX)
        self._states = collections.OrderedDict()  # by voice id: (file's time or None, state)
        self._model = None
        self._lock = threading.Lock()

    def load(self):
        from pocket_tts import TTSModel

        self._model = TTSModel.load_model(language=MODELS[self._language], quantize=self._quantize)
        # The first voice is what most will ask for.
        self._state(self.voices()[0])

    def voices(self):
        own = ENGLISH_VOICES if self._language == "en" else (OTHER_VOICES[self._language],)
        made = [Voice(name, [self._language]) for name in own]
        return made + [Voice(name, [self._language], True) for name in self._trained.ids()]

    def why_not_ready(self, voice):
        if voice.is_trained or voice.id in self._states:
            return ""
        return "its state is loaded when it is first used"

    def _state(self, voice):
        path = self._trained.find(voice.id) if voice.is_trained else None
        made_at = path.stat().st_mtime_ns if path else None
        held = self._states.get(voice.id)
        if held and held[0] == made_at:
            self._states.move_to_end(voice.id)
            return held[1]
        state = self._model.get_state_for_audio_prompt(path or voice.id)
        self._states[voice.id] = (made_at, state)
        while len(self._states) > STATES_MAX:
            self._states.popitem(last=False)
        return state

    def speak(self, text, voice, language, rate, is_wanted):
        while not self._lock.acquire(timeout=WAIT_S):
            if not is_wanted():
                raise Cancelled
        try:
            stream = self._model.generate_audio_stream(self._state(voice), text)
            for piece in stream:
                if not is_wanted():
                    raise Cancelled
                yield piece.cpu().numpy(), self._model.sample_rate
        finally:
            self._lock.release()
