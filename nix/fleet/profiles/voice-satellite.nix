# A room's microphone and loudspeaker: a user who is always there owns the sound server and the parts that
# use it; what is said is understood and answered by the assistant on another machine.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.fleet.satellite;
  server = "${cfg.server}.fleet";
  key = config.fleet.secrets.path "ovos-key";
in
{
  options.fleet.satellite = {
    server = mkOption {
      type = types.str;
      example = "ovh-cloud";
      description = "The machine of {option}`fleet.hosts` whose assistant this room talks to.";
    };
    settings = mkOption {
      inherit (pkgs.formats.toml { }) type;
      default = { };
      example = {
        listener.wake_words = [ "hey jarvis" ];
        audio.input_device = "alsa_input.usb-Jabra";
      };
      description = "Further settings of listener and speaker, as {file}`docs/configuration.md` has them.";
    };
  };

  config = {
    assertions = [
      {
        assertion = config.fleet.hosts ? ${cfg.server};
        message = "fleet.satellite.server: \"${cfg.server}\" is not in fleet.hosts.";
      }
    ];

    users.users.voice = {
      isNormalUser = true;
      description = "Ear and mouth of this room";
      extraGroups = [ "audio" ];
      # There without anybody logging in.
      linger = true;
      hashedPassword = "!";
    };

    services.pipewire = {
      enable = true;
      alsa.enable = true;
      pulse.enable = true;
    };
    security.rtkit.enable = true;

    # The wake word never leaves the room.
    services.wyoming.openwakeword = {
      enable = true;
      uri = "tcp://127.0.0.1:10400";
    };

    fleet.secrets.needed.ovos-key.owner = "voice";

    home-manager.users.voice.programs.ovos-client = {
      enable = true;
      server = {
        host = server;
        apiKeyFile = key;
      };
      listener.enable = true;
      speaker.enable = true;
      settings = lib.mkMerge [
        {
          listener = {
            wyoming.url = lib.mkDefault "tcp://127.0.0.1:10400";
            wake_words = lib.mkDefault [ "hey jarvis" ];
          };
          stt.wyoming.url = lib.mkDefault "tcp://${server}:10700";
          tts.wyoming.url = lib.mkDefault "tcp://${server}:10700";
        }
        cfg.settings
      ];
    };

    # One unit at a time: of several, `is-active` is content with one.
    fleet.health.checks.satellite =
      lib.concatMapStringsSep " && " (unit: "systemctl --user --machine=voice@ is-active --quiet ${unit}")
        [
          "ovos-listener.service"
          "ovos-audio.service"
        ];
  };
}
