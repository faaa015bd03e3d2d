# Services of systemd. NixOS and Debian harden theirs with the same lines, which are read from
# packaging/systemd/utter.service.
{ lib }:
let
  # The [Service] section of a unit file: { NoNewPrivileges = "true"; ... }. A key that is repeated
  # becomes a list.
  serviceSectionOf =
    file:
    let
      step =
        state: line:
        if lib.hasPrefix "[" line then
          state // { section = line; }
        else if state.section == "[Service]" && lib.hasInfix "=" line && !lib.hasPrefix "#" line then
          state // { found = state.found ++ [ (lib.splitString "=" line) ]; }
        else
          state;
      start = {
        section = "";
        found = [ ];
      };
      inherit (lib.foldl' step start (lib.splitString "\n" (builtins.readFile file))) found;
    in
    lib.mapAttrs (_: values: if lib.length values == 1 then lib.head values else values) (
      lib.zipAttrs (map (words: { ${lib.head words} = lib.concatStringsSep "=" (lib.tail words); }) found)
    );
in
{
  inherit serviceSectionOf;

  # "ovos-skill-weather.openvoiceos": what the package and the service of a skill are called.
  skillName =
    id: "ovos-skill-${lib.strings.sanitizeDerivationName (lib.removePrefix "ovos-skill-" id)}";

  # What a service of ours may do, how it is started again and how it is stopped; without what is
  # Debian's alone: paths, names and the program.
  serviceDefaults = removeAttrs (serviceSectionOf ../../packaging/systemd/utter.service) [
    "Environment"
    "ExecReload"
    "ExecStart"
    "Group"
    "RuntimeDirectory"
    "StateDirectory"
    "User"
  ];
}
