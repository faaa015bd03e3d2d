"""What the service asks of an engine."""

import dataclasses
import typing

import numpy as np


@dataclasses.dataclass
class Heard:
    text: str
    confidence: float = 0.0  # 0 .. 1; 0 with a text: not known
    language: str = ""  # BCP-47; empty: the one asked for


class Transcriber(typing.Protocol):
    """One utterance."""

    def feed(self, samples: np.ndarray) -> str | None:
        """Takes float32 samples at the engine's rate. The text so far when it has changed."""

    def finish(self) -> Heard:
        """The sound has ended."""

    def close(self) -> None:
        """Called in any case, once."""


class Engine(typing.Protocol):
    name: str
    languages: list[str]  # BCP-47; empty: any
    sample_rate_hz: int

    def load(self) -> None:
        """Loads the model. Whatever it raises ends the worker."""

    def start(self, language: str, is_wanted: typing.Callable[[], bool]) -> Transcriber:
        """Begins an utterance; waits when the engine takes one at a time.

        `is_wanted()` turns false when the call is cancelled; the engine then raises Cancelled.
        """
