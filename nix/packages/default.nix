# Everything that Utter adds to nixpkgs, as a scope: `pkgs.ovosPackages` and, without its helpers, the
# flake's `packages`.
{
  lib,
  callPackage,
  fetchurl,
  linkFarm,
  piper-tts,
  python3Packages,
  runCommand,
  writeShellApplication,
}:
let
  utterLib = import ../lib { inherit lib; };
  dashboard = callPackage ./dashboard.nix { };
  utter = callPackage ./utter.nix { inherit dashboard; };
  buildOvosSkill = callPackage ./build-ovos-skill.nix { };

  # One program of the multi-call binary under its own name, for who installs or runs a part alone.
  part =
    name: description:
    runCommand name
      {
        meta = {
          inherit (utter.meta) license platforms;
          inherit description;
          mainProgram = name;
        };
      }
      ''
        mkdir -p $out/bin
        ln -s ${utter}/bin/${name} $out/bin/${name}
      '';

  # A verb of the program under the name that the OVOS world knows.
  verb =
    name: words: description:
    writeShellApplication {
      inherit name;
      text = ''exec ${lib.getExe utter} ${words} "$@"'';
      meta = {
        inherit (utter.meta) license platforms;
        inherit description;
      };
    };
in
{
  packages = {
    inherit utter;
    utter-dashboard = dashboard;
    utter-platform = part "utter-platform" "Utter's voice platform for applications";
    ovos-messagebus = part "ovos-messagebus" "Utter's message bus";
    ovos-core = part "ovos-core" "Utter's orchestrator: the utterance lifecycle and the pipeline";
    ovos-skills = part "ovos-skills" "Utter's skill host";
    ovos-audio = part "ovos-audio" "Utter's speaker: speech, sounds and their queue";
    ovos-listener = part "ovos-listener" "Utter's listener: microphone to text";
    ovos-dinkum-listener =
      verb "ovos-dinkum-listener" "service listener"
        "Utter's listener under the name of OVOS";
    ovos-tts-server =
      verb "ovos-tts-server" "wyoming"
        "Utter's voices and ears for clients of the Wyoming protocol";
    ovos-client = verb "ovos-client" "ask" "Ask a running assistant something";
    piper = piper-tts;
    inherit (python3Packages) faster-whisper;
  };

  skills = callPackage ./skills.nix { inherit buildOvosSkill utter; };

  inherit buildOvosSkill;

  # { piperVoices."en_US-lessac-medium" = <folder>; whisperModels.base = <folder>; all... }
  models = lib.mapAttrs (_: lib.mapAttrs (_: utterLib.models.fetch { inherit fetchurl linkFarm; })) {
    inherit (utterLib.models) piperVoices whisperModels all;
  };
}
