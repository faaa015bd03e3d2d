"""The services of services.ovos, booted: systemd starts the golden units in a container over this
machine's own /usr, with the program that was built in the place of the Nix store's.
"""

import json
import os
import pathlib
import shutil

import booted
import nix
import pytest
from booted import all_good, container, write  # noqa: F401  (a fixture)

UTTER = os.environ.get("UTTER_BIN")
SKILL = "ovos-skill-weather.openvoiceos"
STORE = "/nix/store/" + "0" * 32

why_not = (
    booted.why_not if booted.why_not
    else "jq is not installed" if not shutil.which("jq")
    else "UTTER_BIN names no program" if not UTTER
    else None
)

SYSUSERS = """u ovos - - /var/lib/ovos
g pulse-access -
"""
TMPFILES = """d /run/secrets 0700 root root
f /run/secrets/ovos-api-keys 0400 root root - fe27a1d9c4b84f0f9d1c35a9a0b7e6d2 me\\n
f /run/secrets/weather.json 0400 root root - {"api_key":"hush"}
"""
# In the place of a Python skill, whose packages Nix would fetch: it changes its settings, as skills do, once.
LAUNCHER = """#!/bin/sh
settings=$XDG_CONFIG_HOME/mycroft/skills/$1/settings.json
grep -q own "$settings" || echo '{"own": "kept", "units": "imperial"}' > "$settings"
cat "$UTTER_BUS_KEY_FILE" > "$HOME/key"
exec sleep infinity
"""
TARGET = """[Unit]
Requires=basic.target
After=basic.target
Wants={services} ovos-check.service
AllowIsolate=true
"""
CHECK = """[Unit]
After={services}
[Service]
Type=oneshot
ExecStart=/run/utter-test/services.sh
"""


def tmpfiles_text(settings):
    """A file for systemd-tmpfiles, as NixOS writes it from the options."""
    return "".join(
        " ".join([kind, path, *(entry.get(key, "-") for key in ("mode", "user", "group", "age", "argument"))]) + "\n"
        for paths in settings.values()
        for path, kinds in paths.items()
        for kind, entry in kinds.items()
    )


@pytest.mark.skipif(why_not is not None, reason=str(why_not))
def test_the_services_start_answer_and_come_back(tmp_path, container):  # noqa: F811
    units, out = tmp_path / "units", tmp_path / "out"
    units.mkdir()
    out.mkdir()
    golden = nix.GOLDEN / "everything"
    parts = list(golden.glob("*.service"))
    for unit in parts:
        shutil.copy(unit, units)
    services = " ".join(sorted(unit.name for unit in parts))
    write(units / "ovos-test.target", TARGET.format(services=services))
    write(units / "ovos-check.service", CHECK.format(services=services))

    system = json.loads((golden / "system.json").read_text())
    etc = {}
    for name, file in system["etc"].items():
        etc[f"/etc/{name}"] = write(tmp_path / name.replace("/", "-"), json.dumps(file["value"]))

    build = pathlib.Path(UTTER).resolve().parents[1]
    sources = (build / "share/utter/skills").resolve().parent  # what the build folder links to
    said = container(
        {
            "/etc/systemd/system": units,
            "/etc/sysusers.d/ovos.conf": write(tmp_path / "sysusers", SYSUSERS),
            "/etc/tmpfiles.d/ovos.conf": write(
                tmp_path / "tmpfiles", TMPFILES + tmpfiles_text(system["tmpfiles"])
            ),
            # There is no sound server.
            "/etc/ovos/utter.toml": write(
                tmp_path / "utter.toml", (golden / "utter.toml").read_text().replace('"pulse"', '"null"')
            ),
            sources: sources,
            f"{STORE}-utter-0.1.0": build,
            f"{STORE}-coreutils": "/usr",
            f"{STORE}-curl": "/usr",
            f"{STORE}-jq": "/usr",
            **{f"{STORE}-{script.stem}": script for script in golden.glob("*.sh")},
            f"{STORE}-{SKILL}/bin/ovos-skill-launcher": write(tmp_path / "launcher", LAUNCHER, 0o755),
            **etc,
        },
        f"--bind={out}:/run/utter-out",
    )
    assert all_good(out, said)[-1] == "the timer is remembered"
