"""The Nix side: what every file must be, what the modules make of configurations, and what they refuse.

Where there is no nixpkgs, what was evaluated elsewhere is checked: the golden files, which have to come
from these very sources. `scripts/nix golden` writes them.
"""

import ast
import difflib
import json
import os
import re
import shutil
import subprocess

import nix
import pytest

UTTER = os.environ.get("UTTER_BIN")

evaluates = pytest.mark.skipif(nix.why_not_evaluated() is not None, reason=str(nix.why_not_evaluated()))


def relative(path):
    return str(path.relative_to(nix.ROOT))


@pytest.mark.skipif(not shutil.which("nix-instantiate"), reason="Nix is not installed (Debian: nix-bin)")
@pytest.mark.parametrize("path", nix.sources(), ids=relative)
def test_parses(path):
    assert nix.parses(path) == ""


@pytest.mark.parametrize("path", nix.sources(), ids=relative)
def test_has_no_with_over_a_whole_file(path):
    assert "\nwith " not in "\n" + path.read_text()


# --- evaluation against nixpkgs' lib


@evaluates
@pytest.mark.parametrize("scenario", nix.SCENARIOS)
def test_comes_to_the_golden_files(scenario):
    made = nix.golden_of(nix.evaluate_or_fail(f"accepted.{scenario}"))
    golden = {path.name: path.read_text() for path in (nix.GOLDEN / scenario).iterdir()}
    assert sorted(made) == sorted(golden)
    for name, text in made.items():
        difference = "".join(
            difflib.unified_diff(
                golden[name].splitlines(True), text.splitlines(True), f"golden/{name}", f"evaluated/{name}"
            )
        )
        assert not difference, f"{difference}\nif that is right: scripts/nix golden"


@evaluates
def test_accepts_what_is_right():
    for name, result in nix.evaluate_or_fail("accepted").items():
        assert "refused" not in result, f"{name}: {result['refused']}"


@evaluates
def test_warns_of_keys_in_the_store():
    accepted = nix.evaluate_or_fail("accepted")
    assert any("apiKeyFile names" in said for said in accepted["keys-in-the-store"]["warnings"])
    assert any("(api_key)" in said and "settingsFile" in said for said in accepted["secret-in-settings"]["warnings"])
    assert any("keys that nobody is asked for" in said for said in accepted["keys-without-a-lock"]["warnings"])
    assert any("asks for no key" in said for said in accepted["default"]["warnings"])
    for quiet in ("loopback", "everything", "usage-example", "satellite"):
        assert accepted[quiet]["warnings"] == []


@evaluates
def test_refuses_what_is_wrong_and_says_what_to_do():
    for name, result in nix.evaluate_or_fail("refused").items():
        assert "refused" in result, f"{name} is let through"
        assert len(result["refused"]) == 1, f"{name}: {result['refused']}"
        assert result["expected"] in " ".join(result["refused"][0].split()), name


@evaluates
@pytest.mark.parametrize("name", ["misspelt", "misspelt-plugin", "wrong-type", "no-id", "no-source"])
def test_cannot_even_be_evaluated(name):
    expected = nix.evaluate_or_fail(f"impossible.{name}.expected")
    _, error = nix.evaluate(f"impossible.{name}.result")
    assert error is not None, f"{name} is let through"
    assert expected in error


@evaluates
def test_the_machines_of_the_tests_could_be_built():
    machines = nix.evaluate_or_fail("machines")
    assert sorted(machines) == sorted(path.stem for path in (nix.ROOT / "nix/tests").glob("*.nix"))
    for name, machine in machines.items():
        ast.parse(machine["testScript"], name)
        for node in machine["nodes"].values():
            assert "refused" not in node, f"{name}: {node}"


@evaluates
def test_every_output_of_the_flake_can_be_evaluated():
    outputs = nix.evaluate_or_fail("outputs")
    assert {"default", "nerva", "ovos"} <= set(outputs["modules"])
    assert {"default", "nerva", "ovos-client"} <= set(outputs["homeModules"])
    seed = {"ovos-audio", "ovos-core", "ovos-dinkum-listener", "ovos-messagebus", "ovos-tts-server",
            "piper", "faster-whisper"}
    for system in ("x86_64-linux", "aarch64-linux"):
        assert seed <= set(outputs["packages"][system])


def test_every_input_is_locked():
    lock = json.loads((nix.ROOT / "flake.lock").read_text())
    declared = re.findall(r'url = "github:([^/]+)/([^/"]+)(?:/([^"]+))?"|(?:nixpkgs)\.url = "github:([^/]+)/([^/"]+)/([^"]+)"',
                          (nix.ROOT / "flake.nix").read_text())
    assert len(declared) == 4
    for owner, repo, ref in (match[:3] if match[0] else match[3:] for match in declared):
        node = lock["nodes"][repo]
        expected = {"type": "github", "owner": owner, "repo": repo} | ({"ref": ref} if ref else {})
        assert node["original"] == expected
        assert node["locked"]["narHash"].startswith("sha256-")
        assert len(node["locked"]["rev"]) == 40


# What nixpkgs calls Debian's packages; None is for what it brings anyhow or our package does without.
NIXPKGS_NAMES = {
    "ca-certificates": None,
    "cmake": "cmake",
    "flite1-dev": "flite",
    "g++-12": None,
    "git": None,
    "libboost-json1.81-dev": "boost",
    "libboost1.81-dev": "boost",
    "libcli11-dev": "cli11",
    "libcurl4-openssl-dev": "curl",
    "libespeak-ng-dev": "espeak-ng",
    "libfmt-dev": "fmt",
    "libgrpc++-dev": "grpc",
    "libhowardhinnant-date-dev": "howard-hinnant-date",
    "libicu-dev": "icu",
    "libmpv-dev": "mpv-unwrapped",
    "libpocketsphinx-dev": None,
    "libprotobuf-dev": "protobuf",
    "libpulse-dev": "libpulseaudio",
    "libsdbus-c++-dev": "sdbus-cpp",
    "libsimdjson-dev": "simdjson",
    "libsndfile1-dev": "libsndfile",
    "libsoci-dev": "soci",
    "libsoxr-dev": "soxr",
    "libspdlog-dev": "spdlog",
    "libspeexdsp-dev": "speexdsp",
    "libsphinxbase-dev": None,
    "libsqlite3-dev": "sqlite",
    "libssl-dev": "openssl",
    "libstemmer-dev": "libstemmer",
    "libsystemd-dev": "systemdLibs",
    "libtomlplusplus-dev": "tomlplusplus",
    "libvalijson-dev": "valijson",
    "libwebrtc-audio-processing-dev": "webrtc-audio-processing_0_3",
    "libyaml-dev": "libyaml",
    "mold": None,
    "ninja-build": "ninja",
    "pkg-config": "pkg-config",
    "prometheus-cpp-dev": "prometheus-cpp",
    "protobuf-compiler-grpc": "grpc",
}


def test_the_package_has_every_library():
    needed = subprocess.run(
        [nix.ROOT / "scripts/packages", "build"], capture_output=True, text=True, check=True
    ).stdout.split()
    package = (nix.ROOT / "nix/packages/utter.nix").read_text()
    for name in needed:
        assert name in NIXPKGS_NAMES, f"{name}: say here what nixpkgs calls it, and add it to utter.nix"
        if library := NIXPKGS_NAMES[name]:
            assert re.search(rf"^    {library}$|optional withEspeak {library}$", package, re.MULTILINE), name


@evaluates
def test_every_package_says_what_it_is():
    for name, package in nix.evaluate_or_fail("packages").items():
        if name not in ("piper", "faster-whisper"):  # nixpkgs' own
            assert package["meta"]["description"], name
            # The dashboard is files.
            assert ("mainProgram" in package["meta"]) == (name != "utter-dashboard"), name


@evaluates
def test_every_option_is_documented():
    for option in nix.evaluate_or_fail("options"):
        assert option["description"], option["name"]
        assert option["type"] != "unspecified value", option["name"]
        assert "example" in option, option["name"]
        # Those that have to be given have none.
        required = option["name"].endswith(("skills.*.package", "customVoice.path", "customVoice.config"))
        assert ("default" in option) != required, option["name"]


@evaluates
def test_the_manual_has_the_options():
    assert nix.MANUAL.read_text() == nix.manual_text(), "scripts/nix golden"


# --- what was evaluated, here or elsewhere


def test_golden_files_come_from_these_sources():
    assert (nix.GOLDEN / "made-from").read_text() == nix.made_from(), (
        "the modules have changed: scripts/nix golden, with UTTER_NIXPKGS set to a folder that has nixpkgs' lib"
    )


def golden(pattern):
    found = sorted(nix.GOLDEN.glob(pattern))
    assert found
    return found


def runnable(unit, folder):
    """A copy of a unit that names programs there are, with those it needs beside it."""
    for other in unit.parent.glob("*.service"):
        text = nix.STORE_PATH.sub("/usr", other.read_text())
        text = "\n".join(
            line.split("=")[0] + "=/bin/true" if line.startswith("Exec") else line for line in text.splitlines()
        )
        (folder / other.name).write_text(text + "\n")
    return folder / unit.name


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", golden("*/*.service"), ids=relative)
def test_systemd_understands_the_unit(unit, tmp_path):
    copy = runnable(unit, tmp_path)
    said = subprocess.run(
        ["systemd-analyze", "verify", "--recursive-errors=no", copy], capture_output=True, text=True
    )
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", golden("*/*.service"), ids=relative)
def test_the_unit_can_do_little_harm(unit, tmp_path):
    copy = runnable(unit, tmp_path)
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", copy],
        capture_output=True, text=True,
    )
    assert said.returncode == 0, said.stdout[-2000:]


@pytest.mark.parametrize("unit", golden("*/*.service"), ids=relative)
def test_the_unit_is_hardened_as_debians(unit):
    lines = unit.read_text().splitlines()
    ours = (nix.ROOT / "packaging/systemd/utter.service").read_text().split("[Service]")[1]
    hardening = [
        line
        for line in ours.split("# /etc/utter")[1].splitlines()
        if line.startswith(("Protect", "Restrict", "Private", "NoNew", "Lock", "System", "Capab", "UMask"))
    ]
    assert len(hardening) > 20
    # Written down in the modules, where they are taken away.
    excepted = {"PrivateUsers=true"} if unit.stem in ("ovos-audio", "ovos-listener") else set()
    assert set(hardening) - set(lines) == excepted


def check_settings(path):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("UTTER_")}
    return subprocess.run([UTTER, "config", "check", path], env=plain, capture_output=True, text=True)


@pytest.mark.skipif(not UTTER, reason="UTTER_BIN names no program")
@pytest.mark.parametrize("settings", golden("*/utter.toml"), ids=relative)
def test_the_program_takes_the_settings(settings):
    checked = check_settings(settings)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.skipif(not UTTER, reason="UTTER_BIN names no program")
def test_the_program_refuses_a_misspelt_setting(tmp_path):
    settings = tmp_path / "utter.toml"
    settings.write_text(nix.toml_text({"bus": {"prot": 8181}}))
    checked = check_settings(settings)
    assert checked.returncode != 0
    assert "bus.prot" in checked.stderr
