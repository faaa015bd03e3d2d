# The voice platform: REST, live sessions, OpenAI's API and the dashboard, for applications and browsers.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkDefault mkEnableOption mkIf;
  cfg = config.services.ovos;
  plugin = cfg.plugins.platform;
  parts = import ./parts.nix { inherit config lib pkgs; };
in
{
  options.services.ovos.plugins.platform = {
    enable = mkEnableOption "the voice platform: live sessions, voices and personas for applications, and the dashboard";
  }
  // parts.door.options {
    name = "the platform";
    port = 8080;
    example = 8088;
    caution = ''
      It asks for the bus's keys, so this demands
      {option}`services.ovos.authentication`. Browsers give a page the microphone over `https` alone: put a
      reverse proxy in front of it instead where people talk to the dashboard.
    '';
  };

  config = mkIf (cfg.enable && plugin.enable) {
    assertions = [
      {
        assertion = plugin.openFirewall -> cfg.settings ? bus.keys_file;
        message = ''
          services.ovos.plugins.platform.openFirewall would let other machines talk to the assistant without a key.
          Set services.ovos.authentication.enable and apiKeyFile on this machine, or leave openFirewall off.
        '';
      }
    ];

    services.ovos.settings.platform = {
      host = mkDefault (parts.door.host plugin);
      port = mkDefault plugin.port;
      database = mkDefault "/var/lib/ovos/platform.db";
      samples_dir = mkDefault "/var/lib/ovos/samples";
    };

    networking.firewall = parts.door.firewall plugin;

    systemd.services.utter-platform =
      parts.service {
        description = "Utter voice platform for applications";
        arguments = [
          "service"
          "platform"
        ];
      }
      // parts.afterBus;
  };
}
