"""What the service asks of an engine."""

import pathlib
import typing

import numpy as np


class Unsuitable(Exception):
    """The samples make no voice; the text says why, for people."""


class Engine(typing.Protocol):
    name: str
    suffix: str  # of a voice's file

    def load(self) -> None:
        """Loads the model. Whatever it raises ends the worker."""

    def train(
        self,
        samples: list[tuple[np.ndarray, int]],
        language: str,
        path: pathlib.Path,
        report: typing.Callable[[float, str], None],
    ) -> dict[str, float]:
        """Writes the voice's file. `samples`: float32 and their rate in Hz, each with speech in it.

        `report(progress, stage)`, 0 to 1, raises Cancelled when the job is. Returns what was
        measured, the unit in the name. Raises Unsuitable.
        """
