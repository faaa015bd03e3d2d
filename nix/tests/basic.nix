# One machine, no keys: the services start in order, answer, and come back when they are killed.
{ pkgs, ... }:
{
  name = "ovos-basic";

  nodes.machine = {
    imports = [ ../modules/ovos.nix ];
    services.ovos = {
      enable = true;
      plugins.platform.enable = true;
      plugins.skills = {
        enable = true;
        skills = [
          { package = pkgs.ovosSkills.date-time; }
          { package = pkgs.ovosSkills.calculator; }
        ];
      };
    };
  };

  testScript = ''
    parts = ["ovos-messagebus", "ovos-core", "ovos-skills", "utter-platform"]

    machine.wait_for_unit("multi-user.target")
    for part in parts:
        machine.wait_for_unit(part)
    machine.wait_for_open_port(8181)
    machine.succeed("curl --fail http://127.0.0.1:8181/health")
    machine.wait_for_open_port(8080)
    machine.succeed("curl --fail http://127.0.0.1:8080/ | grep --ignore-case '<!doctype html>'")

    answer = machine.succeed("ovos-client 'what is six times seven'")
    assert "42" in answer, answer
    # Neither declared nor loaded.
    machine.fail("ovos-client 'set a timer for five minutes'")

    with subtest("each service is back within six seconds"):
        for part in parts:
            before = machine.succeed(f"systemctl show --property MainPID --value {part}").strip()
            machine.succeed(f"kill -9 {before}")
            machine.wait_until_succeeds(
                f"systemctl is-active {part} && "
                f"test $(systemctl show --property MainPID --value {part}) != {before}",
                timeout=6,
            )
        machine.wait_until_succeeds("ovos-client 'what is six times seven'", timeout=30)

    with subtest("services can do little harm"):
        for part in parts:
            machine.succeed(f"systemd-analyze security --threshold=20 {part}")

    with subtest("no other machine gets in"):
        machine.fail("iptables -S nixos-fw | grep -e '--dport 8181' -e '--dport 8080'")
  '';
}
