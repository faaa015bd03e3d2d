# The loudspeaker. The part `audio` of the program makes speech and plays it, so it runs for
# plugins.speech as well.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    mkDefault
    mkEnableOption
    mkIf
    mkOption
    types
    ;
  cfg = config.services.ovos;
  parts = import ./parts.nix { inherit config lib pkgs; };
  inherit (cfg.plugins) audio speech;
in
{
  options.services.ovos.plugins.audio = {
    enable = mkEnableOption "sound: answers and the sounds of skills are played on this machine";

    backend = mkOption {
      type = types.str;
      default = "pulse";
      example = "file";
      description = ''
        What plays sound, as the program's setting `audio.output` has it: `pulse` (a PulseAudio or PipeWire
        server that runs for the whole system, or the one of
        {option}`services.ovos.plugins.audio.server`), `file`, `stdout`, `null` or `auto`. Where somebody is
        logged in, the sound server is theirs, and so is the loudspeaker: use the home-manager module there.
      '';
    };

    server = mkOption {
      type = types.str;
      default = "unix:/run/pulse/native";
      example = "tcp:speaker.local:4713";
      description = "Address of the sound server, for the backend `pulse`.";
    };

    groups = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "pulse-access" ];
      description = ''
        Groups that may use the sound server: `pulse-access` for a system-wide PulseAudio, `pipewire` for a
        system-wide PipeWire.
      '';
    };
  };

  config = mkIf (cfg.enable && (audio.enable || speech.enable)) {
    assertions = [
      {
        assertion = lib.elem audio.backend [
          "auto"
          "file"
          "null"
          "pulse"
          "stdout"
        ];
        message = ''
          services.ovos.plugins.audio.backend = "${audio.backend}" is none that the program has. There is: auto,
          file, null, pulse, stdout.
        '';
      }
    ];

    services.ovos.settings.audio.output = mkDefault (if audio.enable then audio.backend else "off");

    systemd.services.ovos-audio =
      parts.service {
        description = "OpenVoiceOS speech and sound";
        arguments = [
          "service"
          "audio"
        ];
        environment = lib.optionalAttrs (audio.enable && audio.backend == "pulse") {
          PULSE_SERVER = audio.server;
        };
        serviceConfig = lib.optionalAttrs audio.enable parts.soundAccess;
      }
      // parts.afterBus;
  };
}
