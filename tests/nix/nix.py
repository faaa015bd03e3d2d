"""Nix without its network or its store: evaluation alone, in a folder of its own."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[1]
GOLDEN = HERE / "golden"
SCENARIOS = ("everything", "satellite", "usage-example")  # those with golden files

# A folder with nixpkgs' `lib`.
NIXPKGS = os.environ.get("UTTER_NIXPKGS")
STORE_PATH = re.compile(r"/nix/store/0{32}-[^/ \"']*")


def sources():
    """Every Nix file of the project but the design document's example, which stays as it is."""
    files = sorted(
        path
        for path in [ROOT / "flake.nix", *ROOT.glob("nix/**/*.nix"), *HERE.glob("**/*.nix")]
        if path != HERE / "usage-example.nix"
    )
    assert files
    return files


def run(*command):
    """A command of Nix, as it ran. `command` is an argument list."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, HOME=folder, NIX_CONF_DIR=folder, NIX_PATH="")
        environment.update(
            {f"NIX_{name}_DIR": f"{folder}/{name.lower()}" for name in ("STORE", "STATE", "LOG", "LOCALSTATE")}
        )
        pathlib.Path(folder, "nix.conf").write_text(
            "experimental-features = nix-command flakes\nsandbox = false\n"
            "build-users-group =\nsubstituters =\nflake-registry =\n"
        )
        return subprocess.run(
            [str(word) for word in command], env=environment, capture_output=True, text=True
        )


def parses(path):
    """What is wrong with a Nix file, or nothing."""
    return run("nix-instantiate", "--parse", path).stderr


def evaluate(attribute):
    """(value, error) of an attribute of evaluate.nix; one of them is None."""
    done = run(
        "nix-instantiate", "--eval", "--strict", "--json",
        "--arg", "nixpkgs", pathlib.Path(NIXPKGS).resolve(), "-A", attribute, HERE / "evaluate.nix",
    )
    return (json.loads(done.stdout), None) if done.returncode == 0 else (None, done.stderr)


def evaluate_or_fail(attribute):
    value, error = evaluate(attribute)
    assert error is None, error
    return value


def why_not_evaluated():
    """Why nothing can be evaluated here, or nothing."""
    if not shutil.which("nix-instantiate"):
        return "Nix is not installed (Debian: nix-bin)"
    if not NIXPKGS:
        return "there is no nixpkgs here: set UTTER_NIXPKGS to a folder that has its lib"
    return None


def words(value):
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, list):
        return [word for item in value for word in words(item)]
    return [str(value)]


def unit_text(unit):
    """A unit file, as NixOS writes it from the options."""
    lines = ["[Unit]", f"Description={unit['description']}"]
    for key in ("after", "before", "requires", "wants", "bindsTo", "partOf", "conflicts"):
        if unit[key]:
            lines.append(f"{key[0].upper()}{key[1:]}={' '.join(unit[key])}")
    for key, value in sorted(unit["unitConfig"].items()):
        lines += [f"{key}={word}" for word in words(value)]
    lines += ["", "[Service]"]
    lines += [
        f"Environment={json.dumps(f'{key}={value}')}" for key, value in sorted(unit["environment"].items())
    ]
    for key, value in sorted(unit["serviceConfig"].items()):
        lines += [f"{key}={word}" for word in words(value)]
    if unit["wantedBy"]:
        lines += ["", "[Install]", f"WantedBy={' '.join(unit['wantedBy'])}"]
    return "\n".join(lines) + "\n"


def toml_text(settings):
    """A TOML file, as nixpkgs' formats.toml writes one."""

    def is_table(value):
        return isinstance(value, dict)

    def key_text(key):
        return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key)

    def table(path, value):
        plain = [(key, item) for key, item in sorted(value.items()) if not is_table(item)]
        lines = [f"{key_text(key)} = {json.dumps(item, ensure_ascii=False)}" for key, item in plain]
        if path and (lines or not value):
            lines = [f"[{'.'.join(map(key_text, path))}]", *lines, ""]
        for key, item in sorted(value.items()):
            if is_table(item):
                lines += table([*path, key], item)
        return lines

    return "\n".join(table([], settings))


def golden_of(result):
    """{file name: text} of what a configuration comes to."""
    files = {
        f"{name}.service": unit_text(unit)
        for name, unit in sorted(result["units"].items())
        if name.startswith(("ovos-", "utter-"))  # not what we add to NixOS's own
    }
    files |= {f"{name}.sh": text for name, text in sorted(result["scripts"].items())}
    files["utter.toml"] = toml_text(result["settings"])
    files["system.json"] = (
        json.dumps({"warnings": result["warnings"], **result["system"]}, indent=2, sort_keys=True) + "\n"
    )
    return files


def made_from():
    """A digest of the sources that the golden files and docs/nixos.md come from."""
    sources = [
        *ROOT.glob("nix/lib/*.nix"), *ROOT.glob("nix/packages/**/*.nix"),
        ROOT / "nix/modules/ovos.nix", *ROOT.glob("nix/modules/ovos/*.nix"),
        *(HERE / name for name in ("evaluate.nix", "scenarios.nix", "usage-example.nix")),
        *(HERE / "stand-ins" / name for name in ("options.nix", "packages.nix")),
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest() + "\n"


def write_golden():
    if why := why_not_evaluated():
        raise SystemExit(f"nix: {why}")
    made = {scenario: golden_of(evaluate_or_fail(f"accepted.{scenario}")) for scenario in SCENARIOS}
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for scenario, files in made.items():
        folder = GOLDEN / scenario
        folder.mkdir(parents=True)
        for name, text in files.items():
            (folder / name).write_text(text)
            if name.endswith(".sh"):
                (folder / name).chmod(0o755)
    MANUAL.write_text(manual_text())
    (GOLDEN / "made-from").write_text(made_from())


MANUAL = ROOT / "docs" / "nixos.md"
MANUAL_MARK = "<!-- Generated from the modules by scripts/nix golden. -->\n"


def plain(text):
    """A description's MyST roles as Markdown."""
    return re.sub(r"\{(file|manpage|option)\}`", "`", text.strip())


def literal(value):
    return value["text"].strip() if isinstance(value, dict) else str(value)


def options_text(options):
    """The options as a section of the manual."""
    lines = []
    for option in sorted(options, key=lambda option: option["name"]):
        lines += ["", f"### `{option['name']}`", "", plain(option["description"]), "", f"- Type: {option['type']}"]
        for key in ("default", "example"):
            if key in option:
                text = literal(option[key])
                if len(text) < 80 and not option[key]["_type"].startswith("literalMD"):
                    text = " ".join(text.split())
                if "\n" in text:
                    lines += [f"- {key.capitalize()}:", "", *(f"      {line}" for line in text.splitlines()), ""]
                else:
                    lines.append(f"- {key.capitalize()}: `{text}`")
    return "\n".join(lines).rstrip() + "\n"


def manual_text():
    """The whole manual: what people wrote, and the options."""
    prose = MANUAL.read_text().split(MANUAL_MARK)[0]
    return prose + MANUAL_MARK + options_text(evaluate_or_fail("options"))
