"""Speaking without a model: the programs `flite` and `espeak-ng` where they are, else formant tones.

A trained voice is a file of the reference trainer. Its pitch and its rate of syllables are laid over a voice
of the language (for English Flite's `slt` or `kal16`, whose pitch can be set, otherwise eSpeak's); nothing
else of the person is there.
The tones, one for each letter, are there so that a machine without either program has a sound at all;
nobody understands them.
"""

import io
import json
import math
import pathlib
import shutil
import tempfile

import numpy as np

from tts_worker.engine import Voice
from utter_worker import languages, programs, sound, voices

SUFFIX = ".voice.json"
FLITE_VOICES = ("rms", "slt", "awb", "kal16")  # the clearest first
TONE_RATE_HZ = 16_000
# The two lowest resonances of vowels, in Hz, as phonetics has them for adult speakers.
FORMANTS = {"a": (730, 1090), "e": (530, 1840), "i": (270, 2290), "o": (570, 840), "u": (300, 870)}
# Of the voices that trained ones are laid over.
FLITE_SYLLABLES_PER_S = 4.3
FLITE_HIGH_HZ = 150  # above, a woman's voice is nearer
ESPEAK_WORDS_PER_MINUTE = 175
ESPEAK_PITCH_HZ = 95  # at its pitch 50, and
ESPEAK_PITCH_PER_OCTAVE = 63  # about, as measured of en-us


class ReferenceEngine:
    name = "reference"

    def __init__(self, voices_folder, programs_allowed=("flite", "espeak-ng")):
        self._trained = voices.Folder(voices_folder, SUFFIX)
        self._allowed = programs_allowed
        self._has = set()
        self._espeak_languages = []

    def load(self):
        self._has = {name for name in self._allowed if shutil.which(name)}
        if "espeak-ng" in self._has:
            table = programs.run(["espeak-ng", "--voices"], lambda: True).decode(errors="replace")
            rows = [line.split() for line in table.splitlines()[1:]]
            self._espeak_languages = [row[1] for row in rows if len(row) > 1]

    def voices(self):
        found = []
        if "flite" in self._has:
            found += [Voice(name, ["en-US"]) for name in FLITE_VOICES]
        found += [Voice(tag, [tag]) for tag in self._espeak_languages]
        if not found:
            found.append(Voice("tones", []))
        return found + [Voice(name, self._profile(name)[0], True) for name in self._trained.ids()]

    def _profile(self, voice_id):
        """Of a trained voice: languages, pitch in Hz, syllables a second."""
        try:
            made = json.loads(self._trained.find(voice_id).read_text())
            measures = made["measures"]
            return ([made["language"]], float(measures["pitch_hz"]),
                    float(measures["rate_syllables_per_s"]))
        except (AttributeError, KeyError, OSError, TypeError, ValueError):
            return [], 0.0, 0.0

    def why_not_ready(self, voice):
        if voice.is_trained and self._profile(voice.id)[1] <= 0:
            return f"the file of the voice '{voice.id}' cannot be read"
        return ""

    def speak(self, text, voice, language, rate, is_wanted):
        pitch_hz = 0.0
        name = voice.id
        if voice.is_trained:
            _, pitch_hz, syllables_per_s = self._profile(voice.id)
            if syllables_per_s > 0:
                rate *= min(2.0, max(0.5, syllables_per_s / FLITE_SYLLABLES_PER_S))
            name = None
            if languages.primary(language) == "en":
                name = "slt" if pitch_hz >= FLITE_HIGH_HZ else "kal16"
        if "flite" in self._has and name in FLITE_VOICES:
            wav = self._flite(text, name, rate, pitch_hz, is_wanted)
        elif "espeak-ng" in self._has:
            tag = languages.nearest(name or language, self._espeak_languages)
            wav = self._espeak(text, tag or "en-us", rate, pitch_hz, is_wanted)
        else:
            yield tones(text, rate, pitch_hz or 120.0), TONE_RATE_HZ
            return
        samples, hz = sound.read_wav(io.BytesIO(wav))
        for at in range(0, len(samples), hz // 4):
            yield samples[at : at + hz // 4], hz

    @staticmethod
    def _flite(text, name, rate, pitch_hz, is_wanted):
        with tempfile.TemporaryDirectory(prefix="utter-tts-") as folder:
            words, wav = pathlib.Path(folder) / "text", pathlib.Path(folder) / "speech.wav"
            words.write_text(text)
            command = ["flite", "-voice", name, "--setf", f"duration_stretch={1 / rate:.3f}"]
            if pitch_hz:
                command += ["--setf", f"int_f0_target_mean={pitch_hz:.1f}"]
            programs.run([*command, "-f", str(words), "-o", str(wav)], is_wanted)
            return wav.read_bytes()

    @staticmethod
    def _espeak(text, tag, rate, pitch_hz, is_wanted):
        command = ["espeak-ng", "-v", tag, "-s", str(round(ESPEAK_WORDS_PER_MINUTE * rate)),
                   "--stdin", "--stdout"]
        if pitch_hz:
            octaves = math.log2(pitch_hz / ESPEAK_PITCH_HZ)
            pitch = round(50 + ESPEAK_PITCH_PER_OCTAVE * octaves)
            command += ["-p", str(min(99, max(0, pitch)))]
        return programs.run(command, is_wanted, text)


def tones(text, rate, pitch_hz):
    """A vowel's two formants for each vowel, a little noise for each consonant, a pause for the rest."""
    noise = np.random.default_rng(1)
    parts = [np.zeros(TONE_RATE_HZ // 50)]
    for letter in text.lower():
        at = np.arange(int(TONE_RATE_HZ * 0.09 / rate)) / TONE_RATE_HZ
        if letter in FORMANTS:
            low, high = FORMANTS[letter]
            buzz = 0.5 + 0.5 * np.cos(2 * np.pi * pitch_hz * at)
            part = buzz * (0.3 * np.sin(2 * np.pi * low * at) + 0.15 * np.sin(2 * np.pi * high * at))
        elif letter.isalnum():
            part = 0.06 * noise.standard_normal(len(at))
        else:
            part = np.zeros(len(at))
        parts.append(part * np.hanning(len(at)))
    return np.concatenate(parts).astype(np.float32)
