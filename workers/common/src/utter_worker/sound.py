"""Sound as the protocol has it (16-bit samples, one channel) and as engines want it (float32)."""

import wave

import numpy as np

PIECE_BYTES = 32 * 1024  # half of what the protocol allows in a message


def from_pcm16(data):
    """float32 in [-1, 1]. ValueError for half a sample."""
    if len(data) % 2:
        raise ValueError(f"a piece of sound is {len(data)} bytes, no multiple of 2")
    return np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768


def to_pcm16(samples):
    clean = np.nan_to_num(np.asarray(samples, dtype=np.float32))
    return (np.clip(clean, -1, 1) * 32767).astype("<i2").tobytes()


def pieces(pcm):
    """Cuts samples of 16 bits into messages."""
    for at in range(0, len(pcm), PIECE_BYTES):
        yield pcm[at : at + PIECE_BYTES]


def read_wav(source):
    """(samples as float32, rate in Hz) of a WAV of whole numbers, channels mixed to one.

    ValueError says why it is none.
    """
    try:
        with wave.open(source) as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            data = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(f"no WAV of whole-number samples ({error or 'it is cut off'})") from error
    if not 8_000 <= rate <= 192_000 or width not in (1, 2, 3, 4) or not 1 <= channels <= 8:
        raise ValueError(f"a WAV of {rate} Hz, {channels} channels and {8 * width} bits")
    data = data[: len(data) - len(data) % (width * channels)]
    if width == 1:
        samples = (np.frombuffer(data, np.uint8).astype(np.float32) - 128) / 128
    elif width == 3:
        bytes3 = np.frombuffer(data, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(bytes3), 4), np.uint8)
        wide[:, 1:] = bytes3
        samples = wide.view("<i4").reshape(-1).astype(np.float32) / 2**31
    else:
        samples = np.frombuffer(data, f"<i{width}").astype(np.float32) / 2 ** (8 * width - 1)
    return samples.reshape(-1, channels).mean(axis=1), rate


def write_wav(path, samples, rate):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(to_pcm16(samples))


class Resampler:
    """Changes the rate of a stream by a windowed sinc; no piece's end is heard."""

    HALF_WIDTH = 16  # periods of the lower rate on each side

    def __init__(self, from_hz, to_hz):
        divisor = int(np.gcd(from_hz, to_hz))
        self._up, self._down = to_hz // divisor, from_hz // divisor
        longer = max(self._up, self._down)
        half = self.HALF_WIDTH * longer
        at = np.arange(-half, half + 1)
        self._kernel = (
            np.sinc(at / longer) * np.hanning(len(at)) * self._up / longer
        ).astype(np.float32)
        self._half = half
        self._held = np.zeros(half // self._up + 1, np.float32)  # what the next outputs still need
        self._first = -len(self._held)  # its place in the stream
        self._next = 0  # the output to come

    def feed(self, samples):
        """What is certain of the output so far."""
        if self._up == self._down:
            return np.asarray(samples, np.float32)
        self._held = np.concatenate([self._held, np.asarray(samples, np.float32)])
        end = self._first + len(self._held)
        # Output m stands at m * down / up and reaches half / up samples ahead.
        count = max(0, (self._up * (end - 1) - self._half) // self._down + 1 - self._next)
        m = np.arange(self._next, self._next + count)
        centre = m * self._down
        taps = 2 * self._half // self._up + 1
        start = -((-(centre - self._half)) // self._up)  # the first sample that the kernel reaches
        n = start[:, None] + np.arange(taps)[None, :]
        place = centre[:, None] - n * self._up + self._half
        inside = (place >= 0) & (place < len(self._kernel))
        weights = np.where(inside, self._kernel[np.clip(place, 0, len(self._kernel) - 1)], 0)
        values = self._held[np.clip(n - self._first, 0, len(self._held) - 1)]
        out = (weights * values).sum(axis=1).astype(np.float32)
        self._next += count
        keep = (self._next * self._down - self._half) // self._up - 1
        drop = max(0, keep - self._first)
        self._held, self._first = self._held[drop:], self._first + drop
        return out

    def finish(self):
        """The rest."""
        if self._up == self._down:
            return np.zeros(0, np.float32)
        return self.feed(np.zeros(self._half // self._up + 1, np.float32))


def resample(samples, from_hz, to_hz):
    """A whole sound at another rate."""
    stream = Resampler(from_hz, to_hz)
    out = np.concatenate([stream.feed(samples), stream.finish()])
    return out[: len(samples) * to_hz // from_hz]


def frames(samples, rate, length_s=0.03, step_s=0.01):
    """Overlapping frames, a row each; none of a sound shorter than one."""
    length, step = int(length_s * rate), int(step_s * rate)
    if len(samples) < length:
        return np.zeros((0, length), np.float32)
    starts = np.arange(0, len(samples) - length + 1, step)
    return samples[starts[:, None] + np.arange(length)[None, :]]


def loud_frames(samples, rate):
    """Which frames of frames() are louder than the sound's own background by 15 dB, and than -60 dB."""
    made = frames(samples, rate)
    if not len(made):
        return np.zeros(0, bool)
    level_db = 10 * np.log10((made**2).mean(axis=1) + 1e-12)
    return level_db > max(-60.0, min(float(np.percentile(level_db, 10)) + 15, level_db.max() - 20))
