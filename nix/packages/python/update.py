#!/usr/bin/env python3
"""Writes lock.json: the Python packages of OVOS skills that nixpkgs does not have, with their hashes.

    python3 update.py            needs pip and PyPI; everything nixpkgs has is taken from there

The versions are those that tests/interop proves (requirements-classic.txt), where it names them.
"""

import io
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request
import zipfile

HERE = pathlib.Path(__file__).parent
PROVEN = HERE.parents[2] / "tests" / "interop" / "requirements-classic.txt"

SKILLS = {
    "count": "ovos-skill-count",
    "hello-world": "ovos-skill-hello-world",
    "parrot": "ovos-skill-parrot",
    "randomness": "ovos-skill-randomness",
    "weather": "ovos-skill-weather",
}
# Requirements that nixpkgs has, by its names; all others are locked.
NIXPKGS = """
certifi charset-normalizer click dateparser decorator filelock flatbuffers ftfy future h3 idna
importlib-metadata langcodes markdown-it-py mdurl numpy pexpect ptyprocess pyee pygments
python-dateutil pytz pyyaml rapidfuzz regex requests rich rich-click six timezonefinder
typing-extensions tzlocal unicode-rbnf urllib3 watchdog wcwidth websocket-client zipp cffi pycparser
""".split()


def normalized(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def resolve():
    """What pip would install, as its report says."""
    with tempfile.TemporaryDirectory() as folder:
        report = pathlib.Path(folder) / "report.json"
        constraints = pathlib.Path(folder) / "constraints.txt"
        # Only what is locked: nixpkgs has its own versions of the rest.
        constraints.write_text(
            "\n".join(
                line
                for line in PROVEN.read_text().splitlines()
                if "==" in line and normalized(line.split("==")[0]) not in NIXPKGS
            )
        )
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
             "--report", report, "--constraint", constraints, *SKILLS.values()],
            check=True,
        )
        return json.loads(report.read_text())["install"]


def requirements(metadata):
    """The names a package needs, without those of its extras."""
    from pip._vendor.packaging.requirements import Requirement

    names = set()
    for line in metadata.get("requires_dist", []):
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            names.add(normalized(requirement.name))
    return sorted(names)


def skill_id(url):
    """The id under which a skill's package offers it."""
    with urllib.request.urlopen(url) as answer:
        wheel = zipfile.ZipFile(io.BytesIO(answer.read()))
    (entry_points,) = (name for name in wheel.namelist() if name.endswith(".dist-info/entry_points.txt"))
    return re.search(r"\[ovos\.plugin\.skill\]\s*(\S+?)\s*=", wheel.read(entry_points).decode())[1]


def main():
    packages, urls = {}, {}
    for item in resolve():
        metadata = item["metadata"]
        name = normalized(metadata["name"])
        if name in NIXPKGS:
            continue
        url = item["download_info"]["url"]
        file = url.rsplit("/", 1)[1]
        urls[name] = url
        packages[name] = {
            "version": metadata["version"],
            "format": "wheel" if file.endswith(".whl") else "setuptools",
            # As the file's name has it, which is how PyPI finds it.
            "pname": file.split("-")[0] if file.endswith(".whl") else file.rsplit("-", 1)[0],
            "sha256": item["download_info"]["archive_info"]["hashes"]["sha256"],
            "requires": requirements(metadata),
        }
        if file.endswith(".whl"):
            packages[name]["python"] = file.rsplit("-", 3)[1]
    skills = {
        short: {"package": package, "id": skill_id(urls[package])} for short, package in SKILLS.items()
    }
    lock = {"packages": dict(sorted(packages.items())), "skills": skills}
    (HERE / "lock.json").write_text(json.dumps(lock, indent=2) + "\n")


if __name__ == "__main__":
    main()
