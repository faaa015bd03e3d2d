# buildOvosSkill: a skill that services.ovos.plugins.skills.skills can name.
#
# A Python skill, as it runs in OVOS, from its Python package:
#
#   buildOvosSkill {
#     id = "ovos-skill-weather.openvoiceos";    # what its entry point is called
#     pythonPackage = python3Packages.buildPythonPackage { ... };
#   }
#
# A C++ skill, from a folder as docs/skills.md describes it, which the program is built with:
#
#   buildOvosSkill {
#     id = "coffee.acme";
#     src = ./coffee.acme;
#   }
{
  lib,
  callPackage,
  python3,
  runCommand,
}:
let
  ovosPython = callPackage ./python { };
  inherit ((import ../lib { inherit lib; }).systemd) skillName;
in
{
  id,
  pythonPackage ? null,
  src ? null,
  description ? "Skill ${id}",
}:
let
  name = skillName id;
in
assert lib.assertMsg ((pythonPackage == null) != (src == null))
  "buildOvosSkill of ${id}: give it either pythonPackage, for a Python skill, or src, for a C++ skill";
assert lib.assertMsg (
  builtins.match "[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+" id != null
) "buildOvosSkill: \"${id}\" is no skill id; one is NAME.AUTHOR, as \"coffee.acme\"";
if pythonPackage != null then
  let
    environment = python3.withPackages (_: [
      pythonPackage
      ovosPython.packages.ovos-workshop
      ovosPython.busKey
    ]);
  in
  runCommand name
    {
      passthru = {
        inherit environment;
        ovosSkill = {
          inherit id;
          kind = "python";
          builtIn = false;
        };
      };
      meta = {
        inherit description;
        mainProgram = "ovos-skill-launcher";
      };
    }
    ''
      mkdir -p $out/bin
      ln -s ${environment}/bin/ovos-skill-launcher $out/bin/
    ''
else
  runCommand name
    {
      inherit src;
      passthru.ovosSkill = {
        inherit id;
        kind = "native";
        builtIn = false;
      };
      meta = { inherit description; };
    }
    ''
      [ -d "$src/locale" ] || { echo "${id} has no folder 'locale': see docs/skills.md" >&2; exit 1; }
      mkdir -p $out/share/ovos/skills
      cp -r "$src" $out/share/ovos/skills/${id}
    ''
