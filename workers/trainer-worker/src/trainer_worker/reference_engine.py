"""A voice as statistics: pitch, rate of syllables, and the spectrum's mean and spread in mel bands.

The engine that speaks uses pitch and rate. The `embedding`, 80 numbers, tells speakers apart a little; it is
no neural embedding and nothing can be synthesized from it.
"""

import json

import numpy as np

from trainer_worker.engine import Unsuitable
from utter_worker import sound

RATE_HZ = 16_000
PITCH_HZ = (60.0, 400.0)
VOICED_MIN = 0.5  # of the autocorrelation, at the pitch's lag
BANDS = 40


def pitches(samples, rate):
    """Of each voiced frame, in Hz."""
    rows = sound.frames(samples, rate, length_s=0.04)[sound_rows(samples, rate, 0.04)]
    if not len(rows):
        return np.zeros(0)
    rows = rows - rows.mean(axis=1, keepdims=True)
    size = 2 * rows.shape[1]
    power = np.abs(np.fft.rfft(rows * np.hanning(rows.shape[1]), size)) ** 2
    correlation = np.fft.irfft(power)[:, : rows.shape[1]]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(rows.shape[1]), size)) ** 2)
    correlation = correlation / np.maximum(correlation[:, :1], 1e-9)
    correlation = correlation / np.maximum(window[: rows.shape[1]] / window[0], 0.05)
    low, high = int(rate / PITCH_HZ[1]), int(rate / PITCH_HZ[0])
    best = correlation[:, low:high]
    # The shortest lag that is nearly as good as the best: the others are its multiples.
    good = best >= 0.9 * best.max(axis=1, keepdims=True)
    lag = low + good.argmax(axis=1)
    # On to that peak's top.
    for _ in range(6):
        onward = np.minimum(lag + 1, correlation.shape[1] - 1)
        index = np.arange(len(lag))
        lag = np.where(correlation[index, onward] > correlation[index, lag], onward, lag)
    voiced = best.max(axis=1) > VOICED_MIN
    return rate / lag[voiced]


def sound_rows(samples, rate, length_s):
    """Which frames of that length are as loud as speech."""
    made = sound.frames(samples, rate, length_s=length_s)
    level_db = 10 * np.log10((made**2).mean(axis=1) + 1e-12)
    return level_db > level_db.max() - 25 if len(made) else np.zeros(0, bool)


def syllables(samples, rate):
    """How many peaks of loudness there are, at least 100 ms apart: about one for each syllable."""
    made = sound.frames(samples, rate)
    if not len(made):
        return 0
    level = np.sqrt((made**2).mean(axis=1))
    smooth = np.convolve(level, np.hanning(11) / np.hanning(11).sum(), mode="same")
    peak = (smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:])
    places = 1 + np.flatnonzero(peak & (smooth[1:-1] > 0.15 * smooth.max()))
    count, last = 0, -100
    for place in places:
        if place - last >= 10:
            count, last = count + 1, place
    return count


def mel_levels(samples, rate):
    """Logarithmic energy of each loud frame in bands that are equally wide to the ear."""
    rows = sound.frames(samples, rate)[sound_rows(samples, rate, 0.03)]
    power = np.abs(np.fft.rfft(rows * np.hanning(rows.shape[1]), 512)) ** 2
    to_mel = lambda hz: 2595 * np.log10(1 + np.asarray(hz) / 700)  # noqa: E731
    centres = np.linspace(to_mel(60), to_mel(7_600), BANDS + 2)
    bins = to_mel(np.linspace(0, rate / 2, power.shape[1]))
    rising = (bins[None, :] - centres[:-2, None]) / (centres[1] - centres[0])
    falling = (centres[2:, None] - bins[None, :]) / (centres[1] - centres[0])
    weights = np.clip(np.minimum(rising, falling), 0, None)
    return np.log(power @ weights.T + 1e-9)


class ReferenceEngine:
    name = "reference"
    suffix = ".voice.json"

    def load(self):
        pass

    def train(self, samples, language, path, report):
        found, bands, peaks, seconds, level = [], [], 0, 0.0, []
        for index, (one, rate) in enumerate(samples):
            report(0.1 + 0.8 * index / len(samples), f"measuring sample {index + 1} of {len(samples)}")
            one = sound.resample(one, rate, RATE_HZ)
            found.append(pitches(one, RATE_HZ))
            bands.append(mel_levels(one, RATE_HZ))
            peaks += syllables(one, RATE_HZ)
            seconds += sound.loud_frames(one, RATE_HZ).sum() * 0.01
            level.append(float((one**2).mean()))
        report(0.9, "writing the voice")
        found = np.concatenate(found)
        if len(found) < 20:
            raise Unsuitable("the samples hold hardly any voiced speech")
        bands = np.concatenate(bands)
        measures = {
            "pitch_hz": float(np.median(found)),
            "pitch_spread_semitones": float(12 * np.std(np.log2(found))),
            "rate_syllables_per_s": float(peaks / seconds),
            "level_dbfs": float(10 * np.log10(np.mean(level) + 1e-12)),
        }
        path.write_text(
            json.dumps(
                {
                    "format": "utter-reference-voice-1",
                    "language": language,
                    "measures": measures,
                    "embedding": [
                        round(float(v), 4) for v in (*bands.mean(axis=0), *bands.std(axis=0))
                    ],
                }
            )
        )
        return measures
