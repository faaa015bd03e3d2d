"""The Debian packages, in a booted Debian: apt installs what cpack makes, systemd runs it, a newer version takes
over, and purging leaves the machine as it was.
"""

import os
import pathlib
import re
import shutil
import subprocess

import booted
import pytest
from booted import all_good, container, write  # noqa: F401  (a fixture)

BUILD = os.environ.get("UTTER_BUILD")

why_not = (
    booted.why_not if booted.why_not
    else "cpack is not installed" if not shutil.which("cpack")
    else "this is not Debian" if not shutil.which("dpkg-deb")
    else "UTTER_BUILD names no build folder" if not BUILD
    else None
)

TARGET = """[Unit]
Requires=basic.target
After=basic.target
Wants=utter-check.service
AllowIsolate=true
"""
CHECK = """[Service]
Type=oneshot
ExecStart=/run/utter-test/packages.sh
"""


def newer(package, folder):
    """The package as a later version would be."""
    files = folder / "files"
    subprocess.run(["dpkg-deb", "--raw-extract", package, files], check=True)
    control = files / "DEBIAN/control"
    control.write_text(re.sub(r"(Version: |\(= )([0-9.]+)", r"\g<1>\g<2>+1", control.read_text()))
    subprocess.run(["dpkg-deb", "-Znone", "--root-owner-group", "--build", files, folder], check=True)
    shutil.rmtree(files)


@pytest.fixture(scope="module")
def packages(tmp_path_factory):
    """A folder with the packages in `now`, and those that replace them in `next`."""
    folder = tmp_path_factory.mktemp("packages")
    (folder / "now").mkdir()
    (folder / "next").mkdir()
    made = subprocess.run(
        ["cpack", "-G", "DEB", "-B", folder / "made", "--config", pathlib.Path(BUILD, "CPackConfig.cmake")],
        capture_output=True, text=True,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    for package in (folder / "made").glob("*.deb"):
        newer(package, folder / "next")
        package.rename(folder / "now" / package.name)
    return folder


def field(package, name):
    return subprocess.run(
        ["dpkg-deb", "--field", package, name], capture_output=True, text=True, check=True
    ).stdout.strip()


@pytest.mark.skipif(why_not is not None, reason=str(why_not))
def test_there_is_a_package_for_each_use(packages):
    made = {package.name.split("_")[0]: package for package in (packages / "now").iterdir()}
    has_dashboard = pathlib.Path(BUILD, "share/utter/dashboard/index.html").exists()
    assert set(made) == {"utter", "utter-data", "utter-server"} | ({"utter-dashboard"} if has_dashboard else set())
    for name, package in made.items():
        assert field(package, "Version") == field(made["utter"], "Version")
        # One version of everything, on either side of an upgrade.
        other = {"utter": "utter-data", "utter-data": None}.get(name, "utter")
        assert not other or f"{other} (= {field(package, 'Version')})" in field(package, "Depends")
    # What is loaded when it is needed counts as well.
    for library in ("libpulse0", "libpocketsphinx3", "libespeak-ng1"):
        assert library in field(made["utter"], "Depends")


@pytest.mark.skipif(why_not is not None, reason=str(why_not))
def test_every_program_has_a_manual_page(packages):
    (package,) = (packages / "now").glob("utter_*.deb")
    listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, text=True, check=True).stdout
    programs = set(re.findall(r" \./usr/bin/(\S+)", listed))
    pages = set(re.findall(r" \./usr/share/man/man1/(\S+)\.1\.gz", listed))
    assert programs and programs == pages


@pytest.mark.skipif(why_not is not None, reason=str(why_not))
def test_they_install_run_upgrade_and_leave_nothing(tmp_path, container, packages):  # noqa: F811
    out = tmp_path / "out"
    out.mkdir()
    said = container(
        {
            "/run/systemd/system/ovos-test.target": write(tmp_path / "target", TARGET),
            "/run/systemd/system/utter-check.service": write(tmp_path / "check", CHECK),
            "/run/utter-packages": packages,
        },
        f"--bind={out}:/run/utter-out",
        whole=True,
        patience=600,
    )
    assert all_good(out, said)[-1] == "purging leaves nothing"
