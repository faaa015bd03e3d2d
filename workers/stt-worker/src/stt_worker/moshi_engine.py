"""Hearing with Kyutai's streaming speech-to-text models (the family of Moshi), in PyTorch or in MLX.

The sound goes in as Mimi codes, a frame of 80 ms at a time, and each frame brings at most one piece of text,
which is behind the sound by the model's delay. So there are partial transcriptions from the beginning, and
at the end silence is fed until the delay has passed. The model's own state is its context: no sound is fed
twice. One utterance at a time; others wait.
"""

import threading

import numpy as np

from stt_worker.engine import Heard
from utter_worker.server import Cancelled

RATE_HZ = 24_000
FRAME = 1_920  # samples
PADDING_TOKENS = (0, 3)  # no text: still the same word, and its end
WAIT_S = 0.1


class _Model:
    """What differs between the two libraries: loading, and a step with one frame."""

    prefix_s = 0.0  # silence that the model wants first
    delay_s = 0.0  # between the sound and its text

    def reset(self):
        """Forgets the utterance before."""

    def step(self, frame):
        """The token of one frame of float32 samples, or None while there is none yet."""

    def piece(self, token):
        """A token's text, with U+2581 for a space."""

    def _read_config(self, stt_config):
        self.prefix_s = float(stt_config.get("audio_silence_prefix_seconds", 0.0))
        self.delay_s = float(stt_config.get("audio_delay_seconds", 0.0))


class TorchModel(_Model):
    """The package `moshi`: CUDA, or a fast processor."""

    def __init__(self, repository, device):
        import torch
        from moshi.models import LMGen, loaders

        self._torch = torch
        self._device = device or ("cuda" if torch.cuda.is_available() else "cpu")
        info = loaders.CheckpointInfo.from_hf_repo(repository)
        if info.model_type != "stt":
            raise RuntimeError(f"{repository} holds a model of type '{info.model_type}', not 'stt'")
        self._read_config(info.stt_config)
        self._mimi = info.get_mimi(device=self._device)
        self._tokenizer = info.get_text_tokenizer()
        dtype = torch.bfloat16 if self._device != "cpu" else torch.float32
        model = info.get_moshi(device=self._device, dtype=dtype)
        # The likeliest text, not one of many.
        options = {**info.lm_gen_config, "use_sampling": False}
        self._generator = LMGen(model, **options)
        self._mimi.streaming_forever(1)
        self._generator.streaming_forever(1)
        self._is_first = True

    def reset(self):
        self._mimi.reset_streaming()
        self._generator.reset_streaming()
        self._is_first = True

    def step(self, frame):
        with self._torch.no_grad():
            pcm = self._torch.from_numpy(frame)[None, None].to(self._device)
            codes = self._mimi.encode(pcm)
            # The transformer does not see the first step's codes, so the first frame goes in twice.
            if self._is_first:
                self._generator.step(codes)
                self._is_first = False
            tokens = self._generator.step(codes)
        return None if tokens is None else int(tokens[0, 0, 0])

    def piece(self, token):
        return self._tokenizer.id_to_piece(token)


class MlxModel(_Model):
    """The package `moshi_mlx`: Apple Silicon."""

    STEPS_MAX = 4_000  # of one utterance: more than five minutes

    def __init__(self, repository, device):
        del device  # there is one
        import json

        import mlx.core as mx
        import mlx.nn as nn
        import rustymimi
        import sentencepiece
        from huggingface_hub import hf_hub_download
        from moshi_mlx import models, utils

        self._mx, self._models, self._utils = mx, models, utils
        with open(hf_hub_download(repository, "config.json")) as file:
            raw = json.load(file)
        if "stt_config" not in raw:
            raise RuntimeError(f"{repository} holds no speech-to-text model")
        self._read_config(raw["stt_config"])
        weights = hf_hub_download(repository, raw.get("moshi_name", "model.safetensors"))
        config = models.LmConfig.from_config_dict(raw)
        self._model = models.Lm(config)
        self._model.set_dtype(mx.bfloat16)
        if weights.endswith(".q4.safetensors"):
            nn.quantize(self._model, bits=4, group_size=32)
        elif weights.endswith(".q8.safetensors"):
            nn.quantize(self._model, bits=8, group_size=64)
        self._model.load_weights(weights, strict=True)
        self._tokenizer = sentencepiece.SentencePieceProcessor(
            hf_hub_download(repository, raw["tokenizer_name"])
        )
        self._codebooks = config.other_codebooks
        self._mimi = rustymimi.Tokenizer(
            hf_hub_download(repository, raw["mimi_name"]),
            num_codebooks=max(config.generated_codebooks, config.other_codebooks),
        )
        self._model.warmup(None)
        self._generator = None

    def reset(self):
        self._mimi.reset()
        for cache in self._model.transformer_cache:
            cache.reset()
        greedy = self._utils.Sampler(temp=0)
        self._generator = self._models.LmGen(
            model=self._model, max_steps=self.STEPS_MAX, text_sampler=greedy, audio_sampler=greedy
        )

    def step(self, frame):
        codes = self._mimi.encode_step(frame[None, None])
        codes = self._mx.array(codes).transpose(0, 2, 1)[:, :, : self._codebooks]
        return int(self._generator.step(codes[0])[0].item())

    def piece(self, token):
        return self._tokenizer.id_to_piece(token)


class _Utterance:
    def __init__(self, model, lock, is_wanted):
        self._model = model
        self._lock = lock
        self._is_wanted = is_wanted
        self._rest = np.zeros(0, np.float32)
        self._text = ""
        model.reset()
        self._take(np.zeros(int(model.prefix_s * RATE_HZ), np.float32))

    def _take(self, samples):
        before = self._text
        self._rest = np.concatenate([self._rest, samples])
        while len(self._rest) >= FRAME:
            if not self._is_wanted():
                raise Cancelled
            token = self._model.step(np.ascontiguousarray(self._rest[:FRAME]))
            self._rest = self._rest[FRAME:]
            if token is not None and token not in PADDING_TOKENS:
                self._text += self._model.piece(token).replace("\u2581", " ")
        return self._text.strip() if self._text != before else None

    def feed(self, samples):
        return self._take(samples)

    def finish(self):
        # The frame that is not full, the delay, and a second for the last word's end.
        self._take(np.zeros(FRAME + int((self._model.delay_s + 1.0) * RATE_HZ), np.float32))
        return Heard(self._text.strip())

    def close(self):
        self._lock.release()


class MoshiEngine:
    languages = ["en", "fr"]
    sample_rate_hz = RATE_HZ

    def __init__(self, name, make_model, repository, languages=None, device=None):
        self.name = name
        self._make_model = make_model
        self._repository = repository
        self._device = device
        if languages:
            self.languages = languages
        self._model = None
        self._lock = threading.Lock()

    def load(self):
        self._model = self._make_model(self._repository, self._device)
        # The first steps compile; nobody shall wait for that.
        self._model.reset()
        for _ in range(4):
            self._model.step(np.zeros(FRAME, np.float32))

    def start(self, language, is_wanted):
        while not self._lock.acquire(timeout=WAIT_S):
            if not is_wanted():
                raise Cancelled
        try:
            return _Utterance(self._model, self._lock, is_wanted)
        except BaseException:
            self._lock.release()
            raise
