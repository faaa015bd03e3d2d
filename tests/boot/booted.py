"""Booted containers over this machine's own /usr: systemd runs what a test gives it, without a network, and
powers off when the test's own unit says so.
"""

import contextlib
import os
import pathlib
import shutil
import subprocess

import pytest

HERE = pathlib.Path(__file__).parent
PATIENCE = 120  # seconds

why_not = (
    "systemd-nspawn is not installed" if not shutil.which("systemd-nspawn")
    else "only root can boot a container" if os.geteuid() != 0
    else None
)


def write(path, text, mode=0o644):
    path.write_text(text)
    path.chmod(mode)
    return path


@pytest.fixture
def container(tmp_path):
    """Boots a container with {place in it: file or folder of ours} and returns what it printed.

    Its / is empty but for /usr, which is read only; with `whole` it is all of this machine, and what it
    writes there is gone with it. The unit to boot is ovos-test.target. tests/boot is /run/utter-test.
    """

    def boot(binds, *options, whole=False, patience=PATIENCE):
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit",
                   "--boot", "--console=pipe", "--private-network", *options,
                   *(f"--bind-ro={source}:{target}" for target, source in binds.items()),
                   f"--bind-ro={HERE}:/run/utter-test"]
        if whole:
            # It does not take / itself for a root that it may put a layer over.
            root = tmp_path / "root"
            root.mkdir()
            command = ["unshare", "--mount", "sh", "-c", f'mount --bind / "{root}" && exec "$@"', "sh", *command,
                       f"--directory={root}", "--volatile=overlay"]
        else:
            command += ["--directory=/", "--volatile=yes"]
        process = subprocess.Popen(
            [*command, "systemd.unit=ovos-test.target"], env=dict(os.environ, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="1"),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        try:
            return process.communicate(timeout=patience)[0]
        finally:
            # Killed, it would leave the container running; the second time it does not wait for it.
            while process.poll() is None:
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(2)

    yield boot
    # It leaves its empty control groups behind.
    for name in ("payload", "supervisor"):
        for group in pathlib.Path("/sys/fs/cgroup").glob(f"*/{name}"):
            for folder, _, _ in os.walk(group, topdown=False):
                with contextlib.suppress(OSError):
                    os.rmdir(folder)


def all_good(out, said):
    """What the checks of a container wrote into `out`, once none of them is bad."""
    results = out / "results"
    assert results.exists(), said
    lines = results.read_text().splitlines()
    assert all(line.startswith("good ") for line in lines), "\n".join([*lines, (out / "log").read_text()[-12000:]])
    return [line.removeprefix("good ") for line in lines]
