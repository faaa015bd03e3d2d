# Machines as code: every folder of `hosts` becomes a `nixosConfigurations.NAME`, made of the core modules,
# the profiles that the host imports, and the site: what is one owner's own (people, addresses, keys).
{
  inputs,
  lib,
  hosts ? ./hosts,
  site ? ./site.nix,
}:
let
  names = lib.attrNames (lib.filterAttrs (_: kind: kind == "directory") (builtins.readDir hosts));

  profiles = lib.genAttrs [
    "backup"
    "desktop"
    "monitoring"
    "server"
    "voice-satellite"
  ] (name: ./profiles + "/${name}.nix");
in
lib.genAttrs names (
  name:
  lib.nixosSystem {
    # For `imports`; a module that needs our packages finds them in `pkgs`.
    specialArgs = {
      inherit inputs;
      utterFleet.profiles = profiles;
    };
    modules = [
      ./core
      site
      (hosts + "/${name}")
      {
        networking.hostName = name;
        fleet.host = name;
      }
    ];
  }
)
