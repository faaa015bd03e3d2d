# Voices: Piper as nixpkgs' Wyoming service, with a declared voice. What is said goes through the part
# `audio` (audio.nix).
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    literalExpression
    mkDefault
    mkEnableOption
    mkIf
    mkMerge
    mkOption
    types
    ;
  cfg = config.services.ovos;
  inherit (cfg.plugins) speech;
  utterLib = import ../../lib { inherit lib; };
  voices = utterLib.models.piperVoices;
  voice = voices.${speech.voice} or null;
  isCustom = speech.customVoice != null;
  voiceName = if isCustom then "custom" else speech.voice;
  voiceFolder =
    if isCustom then
      pkgs.linkFarm "ovos-custom-voice" [
        {
          name = "custom.onnx";
          path = speech.customVoice.path;
        }
        {
          name = "custom.onnx.json";
          path = speech.customVoice.config;
        }
      ]
    else
      pkgs.ovosModels.piperVoices.${speech.voice};
in
{
  options.services.ovos.plugins.speech = {
    enable = mkEnableOption ''
      speech: answers are spoken. The program speaks and plays in one part, the service `ovos-audio`; with
      {option}`services.ovos.plugins.audio` off it speaks for its clients alone, and nothing sounds here'';

    backend = mkOption {
      type = types.str;
      default = "piper";
      example = "espeak";
      description = ''
        What turns text to speech: `piper` runs nixpkgs' `services.wyoming.piper` with
        {option}`services.ovos.plugins.speech.voice`, offline; `flite` (English) and `espeak` (every language)
        are built into the program. `none` leaves it to `tts` in {option}`services.ovos.settings`.
      '';
    };

    voice = mkOption {
      type = types.str;
      default = "en_US-lessac-medium";
      example = "de_DE-thorsten-medium";
      description = ''
        Piper voice name from the registry (`share/models.json`): ${lib.concatStringsSep ", " (lib.attrNames voices)}.
        It is fetched when the system is built and checked against the registry's SHA-256.
      '';
    };

    customVoice = mkOption {
      type = types.nullOr (
        types.submodule {
          options = {
            path = mkOption {
              type = types.path;
              example = literalExpression "./voice/narrator.onnx";
              description = "The voice, as Piper's training exports it.";
            };
            config = mkOption {
              type = types.path;
              example = literalExpression "./voice/narrator.onnx.json";
              description = "Its configuration.";
            };
          };
        }
      );
      default = null;
      example = literalExpression ''
        {
          path = ./voice/narrator.onnx;
          config = ./voice/narrator.onnx.json;
        }
      '';
      description = "A Piper voice of your own, which speaks instead of {option}`services.ovos.plugins.speech.voice`.";
    };
  };

  config = mkIf (cfg.enable && speech.enable) (mkMerge [
    {
      assertions = [
        {
          assertion = lib.elem speech.backend [
            "espeak"
            "flite"
            "none"
            "piper"
          ];
          message = ''
            services.ovos.plugins.speech.backend = "${speech.backend}" is none that this module runs. There is:
            espeak, flite, none, piper. With none, name a service of your own in services.ovos.settings.tts.
          '';
        }
      ];
    }

    (mkIf
      (lib.elem speech.backend [
        "espeak"
        "flite"
      ])
      {
        services.ovos.settings.tts.engine = mkDefault speech.backend;
      }
    )

    (mkIf (speech.backend == "piper") {
      assertions = [
        {
          assertion = isCustom || voice != null;
          message = "services.ovos.plugins.speech.voice = ${
            utterLib.unknownName "a Piper voice of the registry (share/models.json)" speech.voice (
              lib.attrNames voices
            )
          } A voice of your own goes into services.ovos.plugins.speech.customVoice.";
        }
      ];

      services.ovos.settings.tts.wyoming.url = mkDefault "tcp://127.0.0.1:10200";
      services.ovos.models = lib.optional (!isCustom && voice != null) voice;

      services.wyoming.piper.servers.ovos = {
        enable = true;
        uri = "tcp://127.0.0.1:10200";
        voice = voiceName;
        # Where it looks before it would download.
        extraArgs = lib.optionals (isCustom || voice != null) [
          "--data-dir"
          "${voiceFolder}"
        ];
      };
    })
  ]);
}
