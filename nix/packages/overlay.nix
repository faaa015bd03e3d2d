# pkgs.utter, pkgs.ovosPackages.*, pkgs.ovosSkills.* (also as pkgs.ovos-skill-NAME), pkgs.ovosModels.* and
# pkgs.buildOvosSkill.
final: prev:
let
  inherit (prev) lib;
  ours = final.callPackage ./. { };
  # Known without `final`, which takes its own names from here.
  inherit (import ../lib { inherit lib; }) skills;
  skillNames = skills.native ++ lib.attrNames skills.python;
in
{
  inherit (ours) buildOvosSkill;
  inherit (ours.packages) utter ovos-client;
  ovosPackages = ours.packages;
  ovosSkills = ours.skills;
  ovosModels = ours.models;
}
// lib.listToAttrs (
  map (name: lib.nameValuePair "ovos-skill-${name}" ours.skills.${name}) skillNames
)
