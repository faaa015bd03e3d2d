# Skills: what is declared is loaded and nothing else, native or Python, with the settings it was given.
{ pkgs, ... }:
{
  name = "ovos-skills";

  nodes.machine = {
    imports = [ ../modules/ovos.nix ];
    services.ovos = {
      enable = true;
      host = "127.0.0.1";
      plugins.skills = {
        enable = true;
        skills = [
          { package = pkgs.ovosSkills.timer; }
          {
            package = pkgs.ovosSkills.hello-world;
            settings.log_level = "WARNING";
          }
        ];
      };
    };
  };

  testScript = ''
    import json

    machine.wait_for_unit("ovos-skills")
    machine.wait_for_unit("ovos-skill-hello-world.openvoiceos")

    declared = json.loads(machine.succeed("cat /etc/ovos/skills.json"))["skills"]
    assert [skill["id"] for skill in declared] == [
        "timer.utter",
        "ovos-skill-hello-world.openvoiceos",
    ], declared

    machine.wait_until_succeeds("ovos-client 'hello world'", timeout=60)
    machine.succeed("ovos-client 'set a timer for five minutes'")
    machine.fail("ovos-client 'what is six times seven'")

    settings = "/var/lib/ovos/python/ovos-skill-hello-world.openvoiceos/config/mycroft/skills/ovos-skill-hello-world.openvoiceos/settings.json"
    assert json.loads(machine.succeed(f"cat {settings}"))["log_level"] == "WARNING"

    with subtest("a skill that dies takes nothing with it"):
        machine.succeed("systemctl kill --signal=KILL ovos-skill-hello-world.openvoiceos")
        machine.succeed("ovos-client 'how much time is left on my timer'")
        machine.wait_until_succeeds("ovos-client 'hello world'", timeout=60)
  '';
}
