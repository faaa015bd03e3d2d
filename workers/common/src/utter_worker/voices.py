"""The folder of trained voices: the worker that makes them writes it, the one that speaks reads it.

A voice is one file, ID.SUFFIX; the suffix tells whose engine reads it. Files appear whole or not at all.
"""

import os
import pathlib
import re
import tempfile

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_voice_id(text):
    return _ID.fullmatch(text) is not None


def default_folder():
    state = os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state")
    return pathlib.Path(state) / "utter" / "voices"


class Folder:
    def __init__(self, path, suffix):
        self._path = pathlib.Path(path)
        self._suffix = suffix

    def ids(self):
        """In alphabetical order."""
        found = (path.name.removesuffix(self._suffix) for path in self._path.glob(f"*{self._suffix}"))
        return sorted(name for name in found if is_voice_id(name))

    def find(self, voice_id):
        """Its file, or None."""
        if not is_voice_id(voice_id):
            return None
        path = self._path / (voice_id + self._suffix)
        return path if path.is_file() else None

    def prepare(self):
        """Makes the folder. OSError says why that cannot be done."""
        self._path.mkdir(parents=True, exist_ok=True, mode=0o700)

    def replace(self, voice_id, write):
        """`write(path)` makes the new file; an old one goes when that has succeeded."""
        self.prepare()
        handle, name = tempfile.mkstemp(dir=self._path, prefix=".new-", suffix=self._suffix)
        os.close(handle)
        try:
            write(pathlib.Path(name))
            os.replace(name, self._path / (voice_id + self._suffix))
        except BaseException:
            pathlib.Path(name).unlink(missing_ok=True)
            raise
