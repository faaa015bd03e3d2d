# Two machines: the server thinks, the satellite hears and speaks for it, with a key of its own.
{ pkgs, ... }:
{
  name = "ovos-satellite";

  nodes = {
    server = {
      imports = [ ../modules/ovos.nix ];
      systemd.tmpfiles.settings."10-test"."/run/secrets/ovos-api-keys"."f+" = {
        mode = "0400";
        argument = "satellite-key-of-thirty-two-letters kitchen\\n";
      };
      services.ovos = {
        enable = true;
        openFirewall = true;
        authentication = {
          enable = true;
          apiKeyFile = "/run/secrets/ovos-api-keys";
        };
        plugins.skills = {
          enable = true;
          skills = [ { package = pkgs.ovosSkills.calculator; } ];
        };
      };
    };

    satellite = {
      imports = [ ../modules/ovos.nix ];
      systemd.tmpfiles.settings."10-test"."/run/secrets/ovos-key"."f+" = {
        mode = "0400";
        argument = "satellite-key-of-thirty-two-letters\\n";
      };
      services.ovos = {
        enable = true;
        bus = {
          url = "ws://server:8181/core";
          keyFile = "/run/secrets/ovos-key";
        };
        plugins = {
          audio = {
            enable = true;
            backend = "file";
          };
          speech = {
            enable = true;
            backend = "flite";
          };
        };
        settings.audio.output_device = "/var/lib/ovos/spoken.wav";
      };
    };
  };

  testScript = ''
    server.wait_for_unit("ovos-core")
    server.wait_for_open_port(8181)
    satellite.wait_for_unit("ovos-audio")
    satellite.fail("systemctl cat ovos-messagebus ovos-core")

    server.wait_until_succeeds("journalctl -u ovos-messagebus | grep 'client_connected.*name=kitchen'")
    satellite.fail("UTTER_BUS_URL=ws://server:8181/core ovos-client 'what is six times seven'")
    answer = satellite.succeed(
        "UTTER_BUS_URL=ws://server:8181/core UTTER_BUS_KEY_FILE=/run/secrets/ovos-key"
        " ovos-client 'what is six times seven'"
    )
    assert "42" in answer, answer

    with subtest("what the server says is heard at the satellite"):
        server.succeed(
            "runuser -u ovos -- env UTTER_CONFIG=/etc/ovos/utter.toml"
            " utter bus send ovos.utterance.speak '{\"utterance\": \"dinner is ready\", \"lang\": \"en-US\"}'"
        )
        satellite.wait_until_succeeds("test $(stat -c %s /var/lib/ovos/spoken.wav) -gt 20000")

    with subtest("it comes back after the server was away"):
        server.succeed("systemctl restart ovos-messagebus")
        server.wait_until_succeeds(
            "test $(journalctl -u ovos-messagebus | grep -c 'client_connected.*name=kitchen') -ge 2"
        )
  '';
}
