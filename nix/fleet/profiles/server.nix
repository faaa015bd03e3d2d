# The assistant, for satellites and clients in the fleet's own network.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.ovos;
  wyomingPort = cfg.plugins.wyoming.port;
in
{
  services.ovos = {
    enable = true;
    # Everywhere, because the mesh may come up later than the bus; the firewall opens it to the mesh alone.
    host = "0.0.0.0";
    authentication = {
      enable = true;
      apiKeyFile = config.fleet.secrets.path "ovos-api-keys";
    };
    plugins = {
      skills = {
        enable = true;
        skills = lib.mkDefault (
          map (package: { inherit package; }) [
            pkgs.ovosSkills.about
            pkgs.ovosSkills.alarm
            pkgs.ovosSkills.calculator
            pkgs.ovosSkills.date-time
            pkgs.ovosSkills.reminder
            pkgs.ovosSkills.timer
            pkgs.ovosSkills.unknown
          ]
        );
      };
      # Satellites hear and speak with this machine's engines.
      listener.enable = true;
      speech.enable = true;
      wyoming.enable = true;
    };

    settings = {
      wyoming = {
        url = "tcp://0.0.0.0:${toString wyomingPort}";
        insecure_bind_allowed = true;
      };
      # A machine in a data centre has no microphone to look for.
      audio.input = lib.mkDefault "off";
      bus.roles = {
        # Whoever measures sees no message, and publishes none.
        metrics = {
          publish = [ ];
          see = [ ];
        };
        # An ear and a mouth: it may ask and say what it does, and no more.
        satellite.publish = [
          "mycroft.audio.*"
          "ovos.audio.*"
          "ovos.common_play.cork"
          "ovos.common_play.duck"
          "ovos.common_play.uncork"
          "ovos.common_play.unduck"
          "ovos.intent.describe"
          "ovos.listener.*"
          "ovos.skills.list"
          "ovos.stt.failed"
          "ovos.transformer.*.list.response"
          "ovos.utterance.handle"
          "recognizer_loop:*"
          "utter.listener.*"
          "utter.speaker.*"
        ];
      };
    };
  };

  networking.firewall.interfaces.fleet.allowedTCPPorts = [
    cfg.port
    wyomingPort
  ];

  fleet.secrets.needed.ovos-api-keys.restartUnits = [ "ovos-messagebus.service" ];

  fleet.health.checks = {
    bus = "curl --fail --silent --max-time 5 http://127.0.0.1:${toString cfg.port}/health";
    core = "systemctl is-active --quiet ovos-core.service";
    skills = "systemctl is-active --quiet ovos-skills.service";
  };
}
