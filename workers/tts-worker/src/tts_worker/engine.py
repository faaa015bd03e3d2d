"""What the service asks of an engine."""

import collections.abc
import dataclasses
import typing

import numpy as np


@dataclasses.dataclass
class Voice:
    id: str
    languages: list[str]  # BCP-47; empty: any
    is_trained: bool = False


class Engine(typing.Protocol):
    name: str

    def load(self) -> None:
        """Loads the model. Whatever it raises ends the worker."""

    def voices(self) -> list[Voice]:
        """In the order in which they are chosen for a language."""

    def why_not_ready(self, voice: Voice) -> str:
        """Empty when a text could be spoken with it at once."""

    def speak(
        self, text: str, voice: Voice, language: str, rate: float,
        is_wanted: typing.Callable[[], bool],
    ) -> collections.abc.Iterator[tuple[np.ndarray, int]]:
        """Pieces of float32 samples and their rate in Hz.

        `is_wanted()` turns false when the call is cancelled; the engine then raises Cancelled.
        """
