# The assistant's ears and voice for satellites and Home Assistant, over the Wyoming protocol.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkDefault mkEnableOption mkIf;
  cfg = config.services.ovos;
  plugin = cfg.plugins.wyoming;
  parts = import ./parts.nix { inherit config lib pkgs; };
in
{
  options.services.ovos.plugins.wyoming = {
    enable = mkEnableOption "the Wyoming service: hearing, speaking and waking for satellites and Home Assistant";
  }
  // parts.door.options {
    name = "the Wyoming service";
    port = 10700;
    example = 10300;
    caution = ''
      The protocol has neither keys nor encryption: open it
      in a network that you trust. It hears and speaks; it does not control the assistant.
    '';
  };

  config = mkIf (cfg.enable && plugin.enable) {
    services.ovos.settings.wyoming = {
      url = mkDefault "tcp://${parts.door.host plugin}:${toString plugin.port}";
      insecure_bind_allowed = mkDefault plugin.openFirewall;
    };

    networking.firewall = parts.door.firewall plugin;

    systemd.services.ovos-wyoming = parts.service {
      description = "OpenVoiceOS voices and ears over Wyoming";
      arguments = [ "wyoming" ];
    };
  };
}
