# Hearing: the microphone, and faster-whisper as nixpkgs' Wyoming service.
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
    mkMerge
    mkOption
    types
    ;
  cfg = config.services.ovos;
  parts = import ./parts.nix { inherit config lib pkgs; };
  inherit (cfg.plugins) audio listener;
  utterLib = import ../../lib { inherit lib; };
  models = utterLib.models.whisperModels;
  model = models.${listener.model} or null;
in
{
  options.services.ovos.plugins.listener = {
    enable = mkEnableOption "hearing: what is said becomes text";

    backend = mkOption {
      type = types.str;
      default = "faster-whisper";
      example = "none";
      description = ''
        What turns speech to text: `faster-whisper` runs nixpkgs' `services.wyoming.faster-whisper` with
        {option}`services.ovos.plugins.listener.model`, offline. `none` runs nothing; set `stt` in
        {option}`services.ovos.settings` to a service of your own.
      '';
    };

    model = mkOption {
      type = types.str;
      default = "base";
      example = "small";
      description = ''
        Whisper model name from the registry (`share/models.json`): ${lib.concatStringsSep ", " (lib.attrNames models)}.
        It is fetched when the system is built and checked against the registry's SHA-256.
      '';
    };

    language = mkOption {
      type = types.str;
      default = "en";
      example = "de";
      description = ''
        Language that is spoken, as Whisper names it; `auto` lets it guess. The language of the assistant is
        `locale.lang` in {option}`services.ovos.settings`.
      '';
    };

    wakeWord = {
      enable = mkEnableOption ''
        waking on a word, with nixpkgs' `services.wyoming.openwakeword`. Without it the microphone opens when a
        client asks: a server's clients hear the wake word themselves'';

      words = mkOption {
        type = types.listOf types.str;
        default = [ "ok_nabu" ];
        example = [ "hey_jarvis" ];
        description = "The service's models to listen with, by its own names.";
      };
    };
  };

  config = mkIf (cfg.enable && listener.enable) (mkMerge [
    {
      assertions = [
        {
          assertion = lib.elem listener.backend [
            "faster-whisper"
            "none"
          ];
          message = ''
            services.ovos.plugins.listener.backend = "${listener.backend}" is none that this module runs. There
            is: faster-whisper, none. With none, name a service of your own in services.ovos.settings.stt.
          '';
        }
      ];

      services.ovos.settings.listener.mode = mkDefault (
        if listener.wakeWord.enable then "wake_word" else "push_to_talk"
      );

      systemd.services.ovos-listener =
        parts.service {
          description = "OpenVoiceOS listener";
          arguments = [
            "service"
            "listener"
          ];
          environment.PULSE_SERVER = audio.server;
          serviceConfig = parts.soundAccess;
        }
        // parts.afterBus;
    }

    (mkIf (listener.backend == "faster-whisper") {
      assertions = [
        {
          assertion = model != null;
          message = "services.ovos.plugins.listener.model = ${
            utterLib.unknownName "a Whisper model of the registry (share/models.json)" listener.model (
              lib.attrNames models
            )
          }";
        }
      ];

      services.ovos.settings.stt.wyoming.url = mkDefault "tcp://127.0.0.1:10300";
      services.ovos.models = lib.optional (model != null) model;

      services.wyoming.faster-whisper.servers.ovos = {
        enable = true;
        uri = "tcp://127.0.0.1:10300";
        inherit (listener) language;
        # A folder, which the service takes instead of a name and then downloads nothing.
        model =
          if model == null then listener.model else "${pkgs.ovosModels.whisperModels.${listener.model}}";
      };
      systemd.services.wyoming-faster-whisper-ovos.environment.HF_HUB_OFFLINE = "1";
    })

    (mkIf listener.wakeWord.enable {
      services.ovos.settings.listener = {
        wake_engine = mkDefault "wyoming";
        wyoming = {
          url = mkDefault "tcp://127.0.0.1:10400";
          models = mkDefault listener.wakeWord.words;
        };
      };
      services.wyoming.openwakeword = {
        enable = true;
        uri = "tcp://127.0.0.1:10400";
      };
    })
  ]);
}
