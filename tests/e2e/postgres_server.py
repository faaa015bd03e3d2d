"""A real PostgreSQL server for the tests: of this process alone, on a socket, stopped at the end."""

import ctypes
import glob
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

PATIENCE = 60  # seconds
PR_SET_PDEATHSIG = 1


def programs():
    """The folder of the newest server's programs, or nothing."""
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    folders.sort(key=lambda folder: [int(n) for n in pathlib.Path(folder).parent.name.split(".")])
    if on_path := shutil.which("initdb"):
        folders.insert(0, os.path.dirname(on_path))
    found = [folder for folder in folders if os.path.exists(os.path.join(folder, "initdb"))]
    return found[-1] if found else None


def missing():
    """Why there can be none, or nothing."""
    if not programs():
        return "PostgreSQL is not installed"
    if os.getuid() == 0 and not _user():
        return "PostgreSQL needs a user other than root"
    return None


def _user():
    """Who runs the server when we are root, which it refuses."""
    try:
        return pwd.getpwnam("postgres") if os.getuid() == 0 else None
    except KeyError:
        return None


def _die_with_the_tests():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


class PostgresServer:
    """The server, from `start()` to `stop()`."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="utter-postgres-")
        self._data = os.path.join(self._folder.name, "data")
        self._log = open(os.path.join(self._folder.name, "log"), "wb")
        self._process = None
        self._databases = 0
        if user := _user():
            os.chown(self._folder.name, user.pw_uid, user.pw_gid)
        made = self._spawn("initdb", "-D", self._data, "-A", "trust", "-U", "utter", "-E", "UTF8", "--no-sync")
        assert made.wait(PATIENCE) == 0, self._said()

    def _spawn(self, program, *arguments):
        user = _user()
        account = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        return subprocess.Popen(
            [os.path.join(programs(), program), *arguments], cwd="/", stdin=subprocess.DEVNULL,
            stdout=self._log, stderr=self._log, preexec_fn=_die_with_the_tests, **account,
        )  # fmt: skip

    def _said(self):
        return pathlib.Path(self._log.name).read_text()

    def start(self):
        self._process = self._spawn(
            "postgres", "-D", self._data, "-k", self._folder.name, "-c", "listen_addresses=", "-c", "fsync=off"
        )
        end = time.monotonic() + PATIENCE
        while self._psql("postgres", "SELECT 1").returncode != 0:
            assert self._process.poll() is None and time.monotonic() < end, self._said()
            time.sleep(0.02)

    def crash(self):
        """Ends all its processes at once, without a word to the disk."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(PATIENCE)

    def stop(self):
        self.crash()
        self._log.close()
        self._folder.cleanup()

    def make_database(self):
        """A fresh, empty one. Returns its name."""
        self._databases += 1
        name = f"test{self._databases}"
        self.run(f"CREATE DATABASE {name}", "postgres")
        return name

    def url(self, database):
        return f"postgresql://utter@/{database}?host={self._folder.name}"

    def run(self, sql, database):
        """Returns what it found, a line for each row."""
        ran = self._psql(database, sql)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout.splitlines()

    def _psql(self, database, sql):
        return subprocess.run(
            [os.path.join(programs(), "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", self._folder.name,
             "-U", "utter", "-d", database, "-c", sql],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
