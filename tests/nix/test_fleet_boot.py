"""fleet-health and fleet-rollback, booted: systemd runs the fleet's units in a container over this machine's
own /usr, with folders in the place of NixOS's generations.
"""

import nix
import pytest
from booted import container, why_not, write  # noqa: F401  (a fixture)
from fleet import FLEET, result

TARGET = """[Unit]
Requires=basic.target
After=basic.target
Wants=fleet-test.service
AllowIsolate=yes
"""
SERVICE = """[Service]
Type=oneshot
ExecStart=/opt/fleet/test
"""
PROGRAM = """#!/bin/bash
set -euo pipefail
export PATH=/opt/fleet:$PATH FLEET_PAUSE=0.2
export FLEET_KNOWN_GOOD=/out/good FLEET_RUNNING=/out/running FLEET_PROFILE=/out/profile
"""
NIX_ENV = """#!/bin/bash
ln -sfn "${@: -1}" /out/profile
"""
# A system that is well, once it is switched to.
SWITCH = """#!/bin/bash
ln -sfn /out/{name} /out/running
rm -f /out/sick
"""
TEST = """#!/bin/bash
exec > /out/report 2>/dev/null
new_and_sick() {
    ln -sfn /out/new /out/running
    ln -sfn /out/new /out/profile
    touch /out/sick
}
settled() { # the unit has ended
    while [[ $(systemctl show --property=ActiveState --value "$1") =~ ing$ ]]; do sleep 0.1; done
}
state() { echo "$1 good=$(readlink /out/good) running=$(readlink /out/running) starts=$(readlink /out/profile)"; }

systemctl reset-failed
systemctl start fleet-health
state "well $?"

new_and_sick
systemctl start fleet-health
status=$?
until [[ $(readlink /out/running) == /out/old ]]; do sleep 0.1; done
settled fleet-rollback
state "sick $status"

systemctl reset-failed
new_and_sick
systemd-run --quiet --unit=fleet-dead-man --on-active=1 /opt/fleet/fleet-rollback
until [[ $(readlink /out/running) == /out/old ]]; do sleep 0.1; done
state "unreached"

systemctl reset-failed
ln -sfn /out/new /out/running
ln -sfn /out/new /out/profile
systemctl start fleet-health
state "kept $?"
systemctl poweroff
"""


@pytest.mark.skipif(why_not is not None, reason=str(why_not))
@pytest.mark.skipif(nix.why_not_evaluated() is not None, reason=str(nix.why_not_evaluated()))
def test_a_machine_returns_from_a_system_that_is_not_well(tmp_path, container):  # noqa: F811
    units, programs, out = tmp_path / "units", tmp_path / "programs", tmp_path / "out"
    for folder in (units, programs, out, out / "old/bin", out / "new/bin"):
        folder.mkdir(parents=True)

    host = result("hosts")["hetzner-cloud"]
    for name in ("fleet-health", "fleet-rollback"):
        unit = {**host["units"][name], "unitConfig": {}, "wantedBy": []}
        unit["serviceConfig"]["ExecStart"] = f"/opt/fleet/{name}" + " /opt/fleet/checks 2" * (name == "fleet-health")
        failing = "".join(f"OnFailure={other}\n" for other in unit["onFailure"])
        write(units / f"{name}.service", nix.unit_text(unit).replace("[Unit]\n", f"[Unit]\n{failing}"))
        script = FLEET / "core" / f"{name.removeprefix('fleet-')}.sh"
        write(programs / name, PROGRAM + script.read_text(), 0o755)
    write(units / "ovos-test.target", TARGET)
    write(units / "fleet-test.service", SERVICE)
    write(programs / "checks", f"well\ttest ! -e /out/sick\nunits\t{host['health']['checks']['failed-units']}\n")
    write(programs / "nix-env", NIX_ENV, 0o755)
    write(programs / "test", TEST, 0o755)
    for name in ("old", "new"):
        write(out / name / "bin/switch-to-configuration", SWITCH.format(name=name), 0o755)
    for link in ("running", "profile"):
        (out / link).symlink_to("/out/old")

    said = container({"/etc/systemd/system": units, "/opt/fleet": programs}, f"--bind={out}:/out")
    assert (out / "report").exists(), said
    assert (out / "report").read_text().splitlines() == [
        "well 0 good=/out/old running=/out/old starts=/out/old",
        "sick 1 good=/out/old running=/out/old starts=/out/old",
        "unreached good=/out/old running=/out/old starts=/out/old",
        "kept 0 good=/out/new running=/out/new starts=/out/new",
    ]
