# pkgs.ovosSkills: the program's own skills, which only have to be named to be loaded, and Python skills.
{
  lib,
  callPackage,
  buildOvosSkill,
  runCommand,
  utter,
}:
let
  ovosPython = callPackage ./python { };
  inherit (import ../lib { inherit lib; }) skills;

  python =
    name:
    { id, package }:
    buildOvosSkill {
      inherit id;
      pythonPackage = ovosPython.packages.${package};
      description = "OpenVoiceOS skill ${name}";
    };

  native =
    name:
    runCommand "ovos-skill-${name}"
      {
        passthru.ovosSkill = {
          id = "${name}.utter";
          kind = "native";
          builtIn = true;
        };
        meta = {
          description = "Utter's skill ${name}";
          inherit (utter.meta) license platforms;
        };
      }
      ''
        mkdir -p $out/share/ovos/skills
        ln -s ${utter}/share/utter/skills/${name}.utter $out/share/ovos/skills/
      '';
in
lib.genAttrs skills.native native // lib.mapAttrs python skills.python
