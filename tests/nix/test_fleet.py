"""The fleet, services.nerva and the home modules: what they come to, what they refuse, and whether the
programs that they make do what they say."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import wave

import nix
import pytest
from fleet import FLEET, HOME, evaluation, manuals, result

UTTER = os.environ.get("UTTER_BIN")

evaluates = pytest.mark.skipif(nix.why_not_evaluated() is not None, reason=str(nix.why_not_evaluated()))
has_utter = pytest.mark.skipif(not UTTER, reason="UTTER_BIN names no program")


def needs(*programs):
    missing = [program for program in programs if not shutil.which(program)]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


# --- what the modules come to

def refusal(attribute):
    refused = result(attribute)["refused"]
    assert len(refused) == 1, refused
    return refused[0]


@evaluates
@pytest.mark.parametrize("name", ["ovh-cloud", "hetzner-cloud", "kitchen"])
def test_a_host_lets_in_by_key_alone(name):
    host = result("hosts")[name]
    assert host["name"] == name
    assert host["warnings"] == []
    assert host["ssh"]["PermitRootLogin"] == "no"
    assert host["ssh"]["PasswordAuthentication"] is False
    assert host["ssh"]["KbdInteractiveAuthentication"] is False
    assert host["ssh"]["AllowUsers"] == ["operator"]
    assert host["users"]["operator"]["keys"]
    assert [user for user, it in host["users"].items() if it["keys"]] == ["operator"]


@evaluates
@pytest.mark.parametrize("name", ["ovh-cloud", "hetzner-cloud", "kitchen"])
def test_the_internet_sees_ssh_and_wireguard_alone(name):
    firewall = result("hosts")[name]["firewall"]
    assert firewall["allowedTCPPorts"] == []  # openssh opens its own
    assert firewall["allowedUDPPorts"] == ([51820] if name != "kitchen" else [])
    assert set(firewall["interfaces"]) == {"fleet"}


@evaluates
def test_the_bus_is_open_to_the_mesh_and_asks_for_a_key():
    server = result("hosts")["ovh-cloud"]
    assert {8181, 9100} <= set(server["firewall"]["interfaces"]["fleet"])
    assert server["settings"]["bus"]["keys_file"]
    assert "insecure_bind_allowed" not in server["settings"]["bus"]
    assert server["settings"]["bus"]["roles"]["metrics"] == {"publish": [], "see": []}


@evaluates
def test_the_mesh_knows_everybody_else():
    hosts = result("hosts")
    for name, host in hosts.items():
        assert sorted(peer["name"] for peer in host["wireguard"]["peers"]) == sorted(set(hosts) - {name})
    # A satellite calls; nobody can call it.
    peers = {peer["name"]: peer for peer in hosts["ovh-cloud"]["wireguard"]["peers"]}
    assert peers["kitchen"]["endpoint"] is None
    assert peers["hetzner-cloud"]["endpoint"] == "192.0.2.20:51820"


@evaluates
def test_a_disk_starts_by_bios_and_by_uefi():
    for name, root in (("ovh-cloud", "btrfs"), ("kitchen", "ext4")):
        partitions = result("hosts")[name]["disk"]["partitions"]
        assert partitions["bios"]["type"] == "EF02"
        assert partitions["esp"]["type"] == "EF00"
        assert partitions["esp"]["mounts"] == ["/boot"]
        assert partitions["root"]["format"] == root
        assert "/" in partitions["root"]["mounts"]
    assert {"/home", "/nix", "/var"} <= set(result("hosts")["ovh-cloud"]["disk"]["partitions"]["root"]["mounts"])


@evaluates
def test_microphone_and_loudspeaker_of_a_satellite_are_a_users():
    kitchen = result("hosts")["kitchen"]
    voice = kitchen["homes"]["voice"]
    assert set(voice["units"]["services"]) == {"ovos-audio", "ovos-listener"}
    assert not [name for name in kitchen["units"] if name.startswith("ovos-")]
    assert voice["settings"]["bus"] == {"url": "ws://ovh-cloud.fleet:8181/core", "key_file": "/run/secrets/ovos-key"}
    assert kitchen["secrets"]["ovos-key"]["owner"] == "voice"


@evaluates
def test_backups_read_a_snapshot_and_are_tried():
    host = result("hosts")["ovh-cloud"]
    backup = host["restic"]["utter"]
    assert backup["paths"] == ["/var/.backup/lib/ovos"]
    assert "subvolume snapshot -r /var /var/.backup" in backup["backupPrepareCommand"]
    drill = host["units"]["fleet-restore-drill"]
    assert drill["startAt"]
    assert drill["serviceConfig"]["ExecStart"].endswith(" ovh-cloud /var/.backup/lib/ovos")


@evaluates
def test_every_profile_adds_to_the_question_whether_a_machine_is_well():
    checks = {name: set(host["health"]["checks"]) for name, host in result("hosts").items()}
    assert checks["ovh-cloud"] == {"bus", "core", "skills", "failed-units", "grafana", "prometheus", "sshd"}
    assert checks["hetzner-cloud"] == {"bus", "core", "skills", "failed-units", "sshd"}
    assert checks["kitchen"] == {"failed-units", "satellite", "sshd"}
    for host in result("hosts").values():
        unit = host["units"]["fleet-health"]
        assert unit["onFailure"] == ["fleet-rollback.service"]
        # A switch that they start must not stop them.
        for name in ("fleet-health", "fleet-rollback"):
            assert host["units"][name]["restartIfChanged"] is False
            assert host["units"][name]["unitConfig"]["X-StopOnRemoval"] is False


@evaluates
def test_secrets_are_those_that_the_profiles_ask_for():
    kitchen = result("sites")["own-secrets"]["kitchen"]
    assert kitchen["sops"] == {
        "mesh-key": {"owner": "root", "restartUnits": []},
        "ovos-key": {"owner": "voice", "restartUnits": []},
    }


@evaluates
def test_a_site_is_refused_with_what_to_do():
    assert "name somebody with an SSH key" in refusal("sites.nobody.kitchen")
    assert "the same meshAddress" in refusal("sites.same-address.ovh-cloud")
    assert "`deploy secrets kitchen` makes the file" in refusal("sites.not-an-example.kitchen")


@evaluates
def test_a_desktop_talks_to_the_servers_assistant_or_has_its_own():
    desk = result("desktops.desk")
    home = desk["homes"]["operator"]
    assert home["settings"]["bus"]["url"] == "ws://ovh-cloud.fleet:8181/core"
    assert home["settings"]["bus"]["key_file"] == "/run/secrets/ovos-key-operator"
    assert desk["secrets"]["ovos-key-operator"]["owner"] == "operator"
    assert {"ovos-audio", "ovos-client-notify", "ovos-listener"} == set(home["units"]["services"])
    assert home["hyprland"]["bind"] and not home["desktopEntries"]
    assert home["warnings"] == []
    # The snapshot is Btrfs'.
    assert "needs fleet.disk.layout" in refusal("desktops.alone")


@evaluates
def test_the_template_is_a_fleet_once_it_is_filled_in():
    assert result("template.names") == ["fleet"]
    filled = result("template.filled")
    assert set(filled) == {"spare", "voice"}
    for host in filled.values():
        assert host["warnings"] == []
        assert set(host["secrets"]) <= set(host["sops"]) and host["sops"]
    done = evaluation("template.blank")
    assert done.returncode != 0
    assert "meshKey' is not of type" in done.stderr


@evaluates
@pytest.mark.parametrize(
    "binding, hyprland, lua, sway, gnome, kde",
    [
        ("<Super>space", "SUPER, space, exec, run it", "SUPER + space", "Mod4+space", "<Super>space", "Meta+Space"),
        ("<Control><Alt>a", "CTRL ALT, a, exec, run it", "CTRL + ALT + a", "Control+Mod1+a", "<Control><Alt>a", "Ctrl+Alt+A"),
        ("<Primary><Shift>F12", "CTRL SHIFT, F12, exec, run it", "CTRL + SHIFT + F12", "Control+Shift+F12",
         "<Control><Shift>F12", "Ctrl+Shift+F12"),
        ("Print", ", Print, exec, run it", "Print", "Print", "Print", "Print"),
    ],
)  # fmt: skip
def test_a_key_is_written_as_each_desktop_wants_it(binding, hyprland, lua, sway, gnome, kde):
    assert result("keys")[binding] == {
        "hyprland": hyprland, "lua": lua, "sway": sway, "gnome": gnome, "kde": kde,
    }  # fmt: skip


@evaluates
def test_the_seeds_client_says_what_it_lacks():
    client = result("homes")["seed"]
    assert client["settings"]["bus"]["url"] == "ws://localhost:8181/core"
    warnings = " ".join(client["warnings"])
    assert "apiKey is written to the Nix store" in warnings
    assert "Utter has no window yet" in warnings
    assert "Name your desktop in hotkey.desktops" in warnings
    assert len(client["warnings"]) == 3
    assert client["desktopEntries"]["ovos-client"]["settings"]["X-KDE-Shortcuts"] == "Meta+Space"
    assert set(client["units"]["services"]) == {"ovos-client-notify"}


@evaluates
def test_the_design_documents_example_is_a_client():
    client = result("homes")["usage-example"]
    assert client["settings"]["bus"]["url"] == "ws://localhost:8181/core"
    assert client["settings"]["bus"]["key_file"].endswith("-ovos-client-key")
    assert client["desktopEntries"]["ovos-client"]["exec"].endswith("/bin/ovos-client --listen")
    assert "ovos-client" in client["packages"]


@evaluates
def test_a_home_brings_its_packages_unless_they_are_the_systems():
    assert result("homes")["alone"]["overlays"] > 0
    assert result("hosts")["kitchen"]["homes"]["voice"]["overlays"] == 0


@evaluates
def test_a_client_of_another_machine():
    client = result("homes")["remote"]
    assert client["warnings"] == []
    assert client["settings"]["bus"] == {
        "url": "wss://assistant.lan:8181/core",
        "key_file": "/run/user/1000/secrets/ovos-key",
    }
    listener = client["units"]["services"]["ovos-listener"]["Service"]
    assert listener["ExecStart"].endswith("/bin/utter service listener")
    assert client["units"]["services"]["ovos-audio"]["Service"]["ExecStart"].endswith("/bin/utter service audio")
    assert client["sway"].startswith("bindsym Mod4+space exec ")
    assert client["hyprland"]["bind"][0]["_args"][0] == "SUPER + space"
    keys = "org/gnome/settings-daemon/plugins/media-keys"
    # A list, or the text that home-manager itself makes of it.
    assert f"/{keys}/custom-keybindings/ovos-client/" in "".join(client["dconf"][keys]["custom-keybindings"])


@evaluates
def test_the_user_units_are_those_of_the_package():
    packaged = (nix.ROOT / "packaging/systemd/user/utter.service").read_text()
    unit = result("homes")["alone"]["units"]["services"]["utter"]
    text = {key: line for key, line in (it.split("=", 1) for it in packaged.splitlines() if "=" in it)}
    for key, value in unit["Service"].items():
        value = {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
        if not key.startswith("Exec"):
            assert text[key] == value, key


@evaluates
@pytest.mark.parametrize(
    "name, said",
    [
        ("two-keys", "either apiKeyFile or apiKey, not both"),
        ("key-in-store", "apiKeyFile lies in the Nix store"),
        ("two-ears", "leave out listener.enable and speaker.enable"),
        ("watcher-of-nothing", "watchers.x: set exactly one of path and calendar"),
        ("watcher-does-two", "watchers.x: set exactly one of say, ask and send"),
        ("secrets-in-store", "outside the Nix store"),
    ],
)
def test_a_home_is_refused_with_what_to_do(name, said):
    assert said in refusal(f"homes.{name}")


@evaluates
def test_watchers_are_units_of_the_user():
    units = result("homes")["agent"]["units"]
    assert units["paths"]["nerva-watch-downloads"]["Path"]["PathChanged"] == "%h/Downloads"
    assert units["timers"]["nerva-watch-morning"]["Timer"]["OnCalendar"] == "Mon..Fri 08:30"
    assert set(units["services"]) == {f"nerva-watch-{name}" for name in ("downloads", "morning", "ear")}


@evaluates
def test_the_agent_runs_where_there_is_one_and_is_missed_where_there_is_none():
    home = result("homes")
    agent = home["agent-that-exists"]["units"]["services"]["nervad"]["Service"]
    assert agent["ExecStart"].endswith("/bin/nervad")
    assert agent["LoadCredential"] == ["api-key:/run/user/1000/secrets/openai"]
    assert "nervad" not in home["agent"]["units"]["services"]
    assert any("has no effect yet" in said for said in home["agent-key-without-agent"]["warnings"])

    system = result("nerva")
    assert any("no nervad runs" in said for said in system["seed"]["warnings"])
    assert system["seed"]["hyprland"] and system["seed"]["pipewire"] and system["seed"]["portal"]
    assert system["users"]["warnings"] == []
    assert system["users"]["uinput"] == ["alice"]
    assert system["users"]["kde"] and not system["users"]["hyprland"]
    assert system["users"]["userUnits"]["nervad"]["serviceConfig"]["Restart"] == "always"
    assert 'no user "bob"' in refusal("nerva.unknown-user")


@evaluates
def test_there_is_a_shell_for_each_kind_of_work():
    assert set(result("shells")) == {"default", "nix", "rust", "node", "python", "go", "mcp", "ai"}
    assert "deploy" in result("apps")


@evaluates
def test_mcp_servers_are_pinned_and_have_no_tokens():
    servers = result("mcp")["mcpServers"]
    assert {"github", "filesystem", "git", "nix-search", "memory", "sequential-thinking", "fetch"} <= set(servers)
    for name, server in servers.items():
        assert server["command"].startswith("/nix/store/"), name
        assert not [key for key in server.get("env", {}) if "TOKEN" in key], name


@evaluates
@pytest.mark.parametrize("part", ["desktop", "home", "nerva", "satellite", "server"])
def test_every_option_is_documented(part):
    options = result("options")[part]
    assert options
    for option in options:
        assert option["description"], option["name"]
        assert option["type"] != "unspecified value", option["name"]
        assert "default" in option or "example" in option or option["readOnly"], option["name"]


@evaluates
def test_the_manuals_have_the_options():
    for path, text in manuals().items():
        assert path.read_text() == text, "scripts/nix golden"


# --- what systemd and the program say of it


def section_text(name, values):
    return "\n".join([f"[{name}]", *(f"{key}={word}" for key, value in values.items() for word in nix.words(value))])


def runnable(text):
    """A unit file that names programs there are."""
    return re.sub(r"^(Exec\w+)=\S+", r"\1=/bin/true", nix.STORE_PATH.sub("/usr", text), flags=re.M)


def verify(folder, *arguments):
    said = subprocess.run(
        ["systemd-analyze", *arguments, "verify", "--recursive-errors=no", *sorted(folder.iterdir())],
        capture_output=True, text=True, env={**os.environ, "XDG_RUNTIME_DIR": str(folder.parent)},
    )  # fmt: skip
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


@evaluates
@needs("systemd-analyze")
@pytest.mark.parametrize("name", ["agent", "agent-that-exists", "alone", "remote", "seed", "window"])
def test_systemd_understands_the_users_units(name, tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    for kind, units in result("homes")[name]["units"].items():
        for unit, sections in units.items():
            text = "\n\n".join(
                section_text(section, {key: value for key, value in values.items() if not key.startswith("X-")})
                for section, values in sections.items()
            )
            (folder / f"{unit}.{kind[:-1]}").write_text(runnable(text) + "\n")
    # What others install.
    (folder / "tray.target").write_text("[Unit]\nDescription=tray\n")
    verify(folder, "--user")


@evaluates
@needs("systemd-analyze")
def test_systemd_understands_the_fleets_units(tmp_path):
    folder = tmp_path / "units"
    folder.mkdir()
    for name, unit in result("hosts")["ovh-cloud"]["units"].items():
        if name.startswith("fleet-"):
            text = nix.unit_text({**unit, "unitConfig": {}})
            failing = "".join(f"OnFailure={other}\n" for other in unit["onFailure"])
            (folder / f"{name}.service").write_text(runnable(text).replace("[Unit]\n", f"[Unit]\n{failing}"))
    assert len(list(folder.iterdir())) == 3
    verify(folder)


@evaluates
@has_utter
@pytest.mark.parametrize(
    "attribute", ["hosts.ovh-cloud", "hosts.kitchen.homes.voice", "homes.alone", "homes.remote", "homes.seed"]
)
def test_the_program_takes_the_settings(attribute, tmp_path):
    first, *rest = attribute.split(".")
    value = result(first)
    for key in rest:
        value = value[key]
    settings = tmp_path / "utter.toml"
    settings.write_text(nix.toml_text(value["settings"]))
    plain = {key: word for key, word in os.environ.items() if not key.startswith("UTTER_")}
    said = subprocess.run([UTTER, "config", "check", settings], env=plain, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr


# --- figures


def queries():
    rules = (FLEET / "monitoring/alerts.yaml").read_text()
    dashboard = json.loads((FLEET / "monitoring/dashboard.json").read_text())
    found = re.findall(r"^ +expr: (.+)$", rules, re.M)
    assert len(found) == rules.count("alert: ")
    found += [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    assert len(found) > 20
    return found


def test_what_is_drawn_is_measured():
    sources = "".join(
        path.read_text()
        for pattern in ("src/utter/bus/bus_metrics.cpp", "src/utter/orchestrator/turn_ledger.cpp",
                        "nix/fleet/profiles/restore-drill.sh")
        for path in nix.ROOT.glob(pattern)
    )  # fmt: skip
    measured = set(re.findall(r"\butter_[a-z_]+", sources))
    drawn = {name for query in queries() for name in re.findall(r"\butter_[a-z_]+", query)}
    assert len(drawn) > 10
    for name in drawn:
        assert {name, re.sub("_(bucket|count|sum)$", "", name)} & measured, f"nobody measures {name}"


@needs("promtool")
def test_prometheus_takes_the_alerts():
    said = subprocess.run(["promtool", "check", "rules", FLEET / "monitoring/alerts.yaml"], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


# --- the programs

SCRIPTS = sorted([*FLEET.glob("**/*.sh"), *HOME.glob("*.sh")])


@needs("shellcheck")
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_shellcheck_is_content(path):
    said = subprocess.run(["shellcheck", path], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


class Machine:
    """A folder of stand-in programs, which write down how they were called, for one of our scripts."""

    def __init__(self, folder):
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.calls_file = folder / "calls"
        # Variables that begin with UTTER_ are settings to the program.
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith("UTTER_")}
        self.environment.update(
            PATH=f"{self.bin}:{os.environ['PATH']}", FLEET_PAUSE="0", CALLS=str(self.calls_file)
        )

    def program(self, path, body="exit 0"):
        path = self.bin / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!{shutil.which("bash")}\nprintf "%s\\n" "{path.name} $*" >> "$CALLS"\n{body}\n')
        path.chmod(0o755)
        return path

    def calls(self):
        return self.calls_file.read_text().splitlines() if self.calls_file.exists() else []

    def run(self, script, *arguments, stdin="", **environment):
        # As writeShellApplication runs it.
        command = f'set -euo pipefail\n{script.read_text()}'
        return subprocess.run(
            ["bash", "-c", command, script.stem, *map(str, arguments)],
            env={**self.environment, **environment}, input=stdin, capture_output=True, text=True, timeout=60,
        )  # fmt: skip


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


@pytest.fixture
def generations(machine):
    """Two systems, the older one well, the newer one running and next to start."""
    for name in ("old", "new"):
        machine.program(f"../{name}/bin/switch-to-configuration", 'exit "${SWITCH:-0}"')
    for link, target in (("good", "old"), ("running", "new"), ("profile", "new")):
        (machine.folder / link).symlink_to(machine.folder / target)
    machine.environment.update(
        FLEET_KNOWN_GOOD=str(machine.folder / "good"),
        FLEET_RUNNING=str(machine.folder / "running"),
        FLEET_PROFILE=str(machine.folder / "profile"),
    )
    machine.program("nix-env")
    return machine


def test_a_machine_that_is_well_is_written_down(generations):
    checks = generations.folder / "checks"
    checks.write_text("yes\ttrue\nalso\ttest -d /\n")
    said = generations.run(FLEET / "core/health.sh", checks, 5)
    assert said.returncode == 0, said.stderr
    assert os.readlink(generations.folder / "good") == str(generations.folder / "new")


def test_a_machine_that_becomes_well_in_time_is_well(generations):
    checks = generations.folder / "checks"
    counter = generations.folder / "counter"
    checks.write_text(f"third\techo >> {counter}; test $(wc -l < {counter}) -ge 3\n")
    said = generations.run(FLEET / "core/health.sh", checks, 30)
    assert said.returncode == 0, said.stdout
    assert counter.read_text() == "\n\n\n"


def test_a_machine_that_is_not_well_is_told_why_and_not_written_down(generations):
    checks = generations.folder / "checks"
    checks.write_text("yes\ttrue\nassistant\tfalse\n")
    said = generations.run(FLEET / "core/health.sh", checks, 0)
    assert said.returncode == 1
    assert "not well after 0 s: assistant" in said.stdout
    assert os.readlink(generations.folder / "good") == str(generations.folder / "old")


def test_rollback_makes_the_last_good_system_run_and_start(generations):
    said = generations.run(FLEET / "core/rollback.sh")
    assert said.returncode == 0, said.stdout
    old = generations.folder / "old"
    assert generations.calls() == [
        f"nix-env --profile {generations.folder / 'profile'} --set {old}",
        "switch-to-configuration switch",
    ]


def test_rollback_has_nothing_to_do_when_the_good_system_runs(generations):
    for link in ("running", "profile"):
        (generations.folder / link).unlink()
        (generations.folder / link).symlink_to(generations.folder / "old")
    said = generations.run(FLEET / "core/rollback.sh")
    assert said.returncode == 1
    assert "did not come with a new generation" in said.stdout
    assert generations.calls() == []


def test_rollback_is_not_done_when_only_the_start_is_wrong_until_it_is(generations):
    (generations.folder / "running").unlink()
    (generations.folder / "running").symlink_to(generations.folder / "old")
    assert generations.run(FLEET / "core/rollback.sh").returncode == 0
    assert generations.calls()[0].startswith("nix-env ")


def test_rollback_waits_for_a_switch_under_way_and_gives_up_at_last(generations):
    said = generations.run(FLEET / "core/rollback.sh", SWITCH="11")
    assert said.returncode == 1
    assert generations.calls().count("switch-to-configuration switch") == 5


def test_rollback_without_a_good_system_says_so(generations):
    (generations.folder / "good").unlink()
    said = generations.run(FLEET / "core/rollback.sh")
    assert said.returncode == 1
    assert "no system that was well" in said.stdout


# --- backups, with restic itself


@pytest.fixture
def backups(machine, tmp_path):
    """An assistant's state in a backup, as the snapshot has it."""
    state = tmp_path / "var/.backup/lib/ovos"
    state.mkdir(parents=True)
    subprocess.run(["sqlite3", state / "scheduler.db", "CREATE TABLE t(x); INSERT INTO t VALUES (1);"], check=True)
    (tmp_path / "password").write_text("secret\n")
    machine.environment.update(
        RESTIC_REPOSITORY=str(tmp_path / "repository"),
        RESTIC_PASSWORD_FILE=str(tmp_path / "password"),
        RESTIC_CACHE_DIR=str(tmp_path / "cache"),
        METRICS=str(tmp_path / "drill.prom"),
    )
    machine.state = state

    def restic(*arguments):
        subprocess.run(["restic", "--quiet", *map(str, arguments)], env=machine.environment, check=True)

    machine.restic = restic
    restic("init")
    return machine


def backup(machine, *arguments):
    machine.restic("backup", "--host", "here", "--tag", "utter", *arguments, machine.state)


has_restic = needs("restic", "sqlite3", "jq")


@has_restic
def test_the_drill_restores_the_newest_backup(backups):
    backup(backups)
    said = backups.run(FLEET / "profiles/restore-drill.sh", "here", backups.state)
    assert said.returncode == 0, said.stdout + said.stderr
    assert "1 databases" in said.stdout
    figures = dict(re.findall(r"^(utter_\w+) (\d+)$", (backups.folder / "drill.prom").read_text(), re.M))
    assert abs(int(figures["utter_restore_drill_success_seconds"]) - time.time()) < 300
    assert abs(int(figures["utter_restore_drill_backup_seconds"]) - time.time()) < 300


def drill_fails(backups, *arguments, **environment):
    said = backups.run(FLEET / "profiles/restore-drill.sh", *arguments, **environment)
    assert said.returncode != 0
    assert not (backups.folder / "drill.prom").exists()
    return said.stdout


@has_restic
def test_the_drill_notices_that_there_is_no_backup(backups):
    assert "there is no backup of here" in drill_fails(backups, "here", backups.state)


@has_restic
def test_the_drill_notices_an_old_backup(backups):
    backup(backups, "--time", "2020-01-01 00:00:00")
    assert "the newest backup is of 2020-01-01" in drill_fails(backups, "here", backups.state)


@has_restic
def test_the_drill_notices_a_broken_database(backups):
    content = bytearray((backups.state / "scheduler.db").read_bytes())
    content[4096:4296] = os.urandom(200)
    (backups.state / "scheduler.db").write_bytes(content)
    backup(backups)
    assert "/scheduler.db" in drill_fails(backups, "here", backups.state)


@has_restic
def test_the_drill_notices_a_path_that_is_not_kept(backups):
    backup(backups)
    assert "/nowhere is not in the backup" in drill_fails(backups, "here", "/nowhere")


# --- deploy


@pytest.fixture
def deployment(machine):
    """Nix, SSH and the rest for `deploy`; the machine's answers are files of the folder."""
    values = {
        "fleet.example": False,
        "fleet.hosts.voice": {"address": "192.0.2.10", "meshAddress": "10.77.0.1"},
        "fleet.disk.device": "/dev/sda",
        "fleet.health.timeout": 5,
        "fleet.secrets.needed": {"mesh-key": {}, "ovos-api-keys": {}},
    }
    (machine.folder / "values").write_text(json.dumps(values))
    machine.program(
        "nix",
        f"""[[ $1 == eval ]] || exit 0
        jq --exit-status --arg key "${{3#*.config.}}" 'if has($key) then .[$key] else error end' {machine.folder}/values""",
    )
    machine.program(
        "ssh",
        f"""case "$*" in
            *"readlink /nix/var/nix/gcroots/fleet-known-good"*) cat {machine.folder}/good ;;
            *"readlink -f /run/current-system"*) cat {machine.folder}/running ;;
            *"start fleet-health.service"*) exit "${{HEALTH:-0}}" ;;
            *) exit 0 ;;
        esac""",
    )
    (machine.folder / "good").write_text("/nix/store/old\n")
    (machine.folder / "running").write_text("/nix/store/old\n")
    machine.program("nixos-rebuild", 'exit "${REBUILD:-0}"')
    machine.program("nixos-anywhere")
    machine.environment["USER"] = "alice"
    machine.values = values
    return machine


DEPLOY = FLEET / "deploy.sh"
has_jq = needs("jq")


def rebuilds(deployment):
    return [call.split()[1] for call in deployment.calls() if call.startswith("nixos-rebuild ")]


@has_jq
def test_deploy_keeps_what_is_well(deployment):
    said = deployment.run(DEPLOY, "switch", "voice")
    assert said.returncode == 0, said.stderr
    assert rebuilds(deployment) == ["test", "boot"]
    calls = deployment.calls()
    armed = next(i for i, call in enumerate(calls) if "systemd-run" in call)
    tried = next(i for i, call in enumerate(calls) if call.startswith("nixos-rebuild test"))
    disarmed = max(i for i, call in enumerate(calls) if "stop fleet-dead-man.timer" in call)
    assert armed < tried < disarmed
    assert "/nix/store/old/sw/bin/fleet-rollback" in calls[armed]
    assert all("alice@192.0.2.10" in call for call in calls if call.startswith("ssh "))


@has_jq
@pytest.mark.parametrize("broken", [{"HEALTH": "1"}, {"REBUILD": "1"}])
def test_deploy_returns_from_what_is_not(deployment, broken):
    said = deployment.run(DEPLOY, "switch", "voice", **broken)
    assert said.returncode == 1
    assert "runs the one before it again" in said.stderr
    assert rebuilds(deployment) == ["test"]
    assert any("start fleet-rollback.service" in call for call in deployment.calls())


@has_jq
def test_deploy_leaves_the_way_back_open_when_the_machine_is_out_of_reach(deployment):
    (deployment.folder / "running").write_text("/nix/store/new\n")
    said = deployment.run(DEPLOY, "switch", "voice", HEALTH="1")
    assert said.returncode == 1
    assert "it returns within" in said.stderr
    armed = next(i for i, call in enumerate(deployment.calls()) if "systemd-run" in call)
    assert not any("stop fleet-dead-man.timer" in call for call in deployment.calls()[armed:])


@has_jq
def test_deploy_refuses_the_example(deployment):
    (deployment.folder / "values").write_text(json.dumps({**deployment.values, "fleet.example": True}))
    for command in ("switch", "install"):
        said = deployment.run(DEPLOY, command, "voice", stdin="voice\n")
        assert said.returncode == 1
        assert "the site is the example" in said.stderr
    assert not [call for call in deployment.calls() if call.startswith(("nixos-", "ssh "))]


@has_jq
def test_deploy_installs_only_when_the_name_was_typed(deployment):
    assert deployment.run(DEPLOY, "install", "voice", stdin="yes\n").returncode == 1
    assert not [call for call in deployment.calls() if call.startswith("nixos-anywhere")]
    said = deployment.run(DEPLOY, "install", "voice", stdin="voice\n")
    assert said.returncode == 0, said.stderr
    assert deployment.calls()[-1] == "nixos-anywhere --flake .#voice --copy-host-keys --target-host root@192.0.2.10"


@has_jq
def test_deploy_says_how_it_is_used(deployment):
    assert deployment.run(DEPLOY, "--help").returncode == 0
    for wrong in (["switch"], ["dance", "voice"], ["switch", "Voice; rm"], []):
        said = deployment.run(DEPLOY, *wrong)
        assert said.returncode == 2
        assert said.stderr.startswith("Usage: deploy")


# --- the client, with the program itself


@pytest.fixture
def assistant(machine):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = machine.environment
    environment.update(HOME=str(machine.folder), UTTER_BUS_PORT=str(port), UTTER_AUDIO_OUTPUT="off", UTTER_AUDIO_INPUT="off")
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"):
        environment[name] = str(machine.folder / name)
    process = subprocess.Popen([UTTER, "run"], env=environment, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "utter.ready" in line:
            break
    (machine.bin / "utter").symlink_to(UTTER)
    environment.update(UTTER_BUS_URL=f"ws://127.0.0.1:{port}/core", OVOS_URL=f"http://127.0.0.1:{port}")
    yield machine
    process.terminate()
    process.communicate(timeout=10)


@has_utter
@needs("curl")
def test_the_client_asks(assistant):
    said = assistant.run(HOME / "ovos-client.sh", "what is two plus two")
    assert (said.returncode, said.stdout) == (0, "That is 4.\n") or "4" in said.stdout, said


@has_utter
@needs("curl")
def test_the_client_says_that_nobody_answers(machine):
    (machine.bin / "utter").symlink_to(UTTER)
    said = machine.run(HOME / "ovos-client.sh", "hello", OVOS_URL="http://127.0.0.1:1")
    assert said.returncode == 4
    assert said.stderr == "ovos-client: no assistant answers at http://127.0.0.1:1\n"
    assert said.stdout == ""


@has_utter
@needs("curl")
@pytest.mark.parametrize("flag, topic", [("--listen", "ovos.mic.listen"), ("--stop", "ovos.stop")])
def test_the_client_sends_what_a_key_stands_for(assistant, flag, topic):
    watch = subprocess.Popen(
        [UTTER, "bus", "watch", "--topic", topic, "--count", "1", "--timeout", "20"],
        env=assistant.environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while not watch.poll():  # until somebody watches
        assert assistant.run(HOME / "ovos-client.sh", flag).returncode == 0
        try:
            watch.wait(0.2)
            break
        except subprocess.TimeoutExpired:
            pass
    assert topic in watch.stdout.read()


@has_utter
@needs("curl")
def test_the_client_asks_in_a_window_and_notifies(assistant):
    assistant.program("zenity", "echo what is two plus two")
    assistant.program("notify-send")
    said = assistant.run(HOME / "ovos-client.sh", "--prompt")
    assert said.returncode == 0, said.stderr
    assert re.fullmatch(r"notify-send --app-name Assistant -- what is two plus two .*4.*", assistant.calls()[-1])


@has_utter
@needs("jq")
def test_answers_of_the_chosen_sessions_are_notified(assistant):
    assistant.program("notify-send")
    script = HOME / "ovos-client-notify.sh"
    notifier = subprocess.Popen(
        ["bash", "-c", f"set -euo pipefail\n{script.read_text()}"],
        env={**assistant.environment, "SESSIONS": '["default"]', "TIMEOUT": "5000"}, start_new_session=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 20
        while not assistant.calls() and time.monotonic() < deadline:
            # Another session's answer first: it must not be shown.
            for session in ("other", "default"):
                subprocess.run(
                    [UTTER, "bus", "send", "ovos.utterance.speak", json.dumps({"utterance": f"for\n{session}"}),
                     "--context", json.dumps({"session": {"session_id": session}})],
                    env=assistant.environment, check=True,
                )  # fmt: skip
            time.sleep(0.2)
        assert set(assistant.calls()) == {
            "notify-send --app-name Assistant --expire-time 5000 -- Assistant for default"
        }
    finally:
        os.killpg(notifier.pid, signal.SIGTERM)
        notifier.wait(10)


# --- a satellite's key, with the parts themselves


@evaluates
@has_utter
def test_a_satellites_key_is_enough_to_hear_and_to_speak_and_for_nothing_else(machine):
    """The parts of a satellite over TCP with a key of the role that the server declares."""
    folder = machine.folder
    roles = result("hosts")["ovh-cloud"]["settings"]["bus"]["roles"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bus = {"port": port, "keys_file": f"{folder}/keys", "socket": f"{folder}/bus.sock", "roles": roles}
    (folder / "server.toml").write_text(nix.toml_text({"bus": bus, "scheduler": {"database": f"{folder}/scheduler.db"}}))

    def utter(config, *arguments):
        return subprocess.run(
            [UTTER, "--config", folder / config, *arguments],
            env=machine.environment, capture_output=True, text=True, timeout=60,
        )  # fmt: skip

    key = utter("server.toml", "key", "new", "kitchen", "--role", "satellite").stdout.split()[0]
    (folder / "key").write_text(key)
    (folder / "key").chmod(0o600)
    utter("server.toml", "say", "what time is it", "-o", str(folder / "said.wav"))
    with wave.open(str(folder / "said.wav")) as said, wave.open(str(folder / "heard.wav"), "wb") as heard:
        heard.setparams(said.getparams())
        silence = bytes(2 * said.getframerate() * said.getsampwidth() * said.getnchannels())
        heard.writeframes(silence + said.readframes(said.getnframes()) + silence)
    audio = {"input": "file", "input_device": f"{folder}/heard.wav",
             "output": "file", "output_device": f"{folder}/spoken.wav"}  # fmt: skip
    (folder / "satellite.toml").write_text(nix.toml_text({
        "bus": {"url": f"ws://127.0.0.1:{port}/core", "key_file": f"{folder}/key"},
        "audio": audio, "listener": {"mode": "continuous"},
    }))  # fmt: skip

    parts = []

    def start(config, part):
        parts.append(
            subprocess.Popen(
                [UTTER, "--config", folder / config, "service", part],
                env=machine.environment, stderr=(folder / f"{part}.log").open("w"),
            )
        )  # fmt: skip
        deadline = time.monotonic() + 20
        while "bus" not in (folder / f"{part}.log").read_text() and time.monotonic() < deadline:
            time.sleep(0.05)

    try:
        for part in ("bus", "core", "skills"):
            start("server.toml", part)
        watch = subprocess.Popen(
            [UTTER, "--config", folder / "server.toml", "bus", "watch", "--topic", "ovos.audio.output.ended",
             "--count", "1", "--timeout", "60"],
            env=machine.environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        for part in ("audio", "listener"):
            start("satellite.toml", part)
        assert watch.wait(70) == 0, (folder / "listener.log").read_text()
        watch.stdout.close()
        assert "frame_denied" not in (folder / "bus.log").read_text()
        assert (folder / "spoken.wav").stat().st_size > 10_000

        said = utter("satellite.toml", "bus", "send", "ovos.skill.deregister", '{"skill_id": "timer.utter"}')
        assert said.returncode != 0
        assert "type=ovos.skill.deregister" in (folder / "bus.log").read_text()
    finally:
        for part in reversed(parts):
            part.terminate()
        for part in parts:
            part.wait(10)
