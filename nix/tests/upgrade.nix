# An upgrade and its rollback keep what the assistant remembers.
{ pkgs, ... }:
{
  name = "ovos-upgrade";

  nodes.machine = {
    imports = [ ../modules/ovos.nix ];
    services.ovos = {
      enable = true;
      host = "127.0.0.1";
      plugins.skills = {
        enable = true;
        skills = [ { package = pkgs.ovosSkills.timer; } ];
      };
    };
    specialisation.upgraded.configuration.services.ovos = {
      logLevel = "DEBUG";
      settings.locale.timezone = "Europe/Berlin";
    };
  };

  testScript = ''
    def remembers():
        machine.wait_for_unit("ovos-core")
        answer = machine.wait_until_succeeds("ovos-client 'how much time is left on my timer'", timeout=30)
        assert "minutes" in answer, answer

    machine.wait_for_unit("ovos-skills")
    machine.succeed("ovos-client 'set a timer for fifty minutes'")
    remembers()

    old = machine.succeed("readlink -f /run/current-system").strip()
    with subtest("upgrade"):
        machine.succeed(f"{old}/specialisation/upgraded/bin/switch-to-configuration test")
        machine.succeed("grep Europe/Berlin /etc/ovos/utter.toml")
        remembers()
    with subtest("rollback"):
        machine.succeed(f"{old}/bin/switch-to-configuration test")
        machine.fail("grep Europe/Berlin /etc/ovos/utter.toml")
        remembers()
    with subtest("a machine that loses power"):
        machine.crash()
        machine.wait_for_unit("ovos-skills")
        remembers()
  '';
}
