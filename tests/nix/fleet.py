"""What evaluate-fleet.nix says, and the manuals that are made from it."""

import json
import os
import pathlib

import nix

FLEET = nix.ROOT / "nix/fleet"
HOME = nix.ROOT / "nix/home"
MARK = "<!-- Generated from the modules by scripts/nix golden. -->\n"

evaluated = {}


def result(attribute):
    if attribute not in evaluated:
        done = evaluation(attribute)
        assert done.returncode == 0, done.stderr
        evaluated[attribute] = json.loads(done.stdout)
    return evaluated[attribute]


def evaluation(attribute):
    """The evaluation of an attribute, as it ran."""
    command = ["nix-instantiate", "--eval", "--strict", "--json", "-A", attribute]
    command += ["--arg", "nixpkgs", pathlib.Path(nix.NIXPKGS).resolve()]
    # Checkouts of these, to evaluate their own modules instead of our stand-ins.
    for flake in ("disko", "home-manager", "sops-nix"):
        if folder := os.environ.get("UTTER_" + flake.upper().replace("-", "_")):
            command += ["--arg", flake, pathlib.Path(folder).resolve()]
    return nix.run(*command, nix.HERE / "evaluate-fleet.nix")


def manuals():
    """{path: text} of the manuals: what people wrote, and the options."""
    options = result("options")
    parts = {
        "fleet.md": list({option["name"]: option for option in options["server"] + options["satellite"] + options["desktop"]}.values()),
        "home-manager.md": options["home"] + options["nerva"],
    }
    made = {}
    for name, chosen in parts.items():
        path = nix.ROOT / "docs" / name
        made[path] = path.read_text().split(MARK)[0] + MARK + nix.options_text(chosen)
    return made


def write_manuals():
    for path, text in manuals().items():
        path.write_text(text)
