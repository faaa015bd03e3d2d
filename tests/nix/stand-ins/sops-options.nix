# Stands in for sops-nix' module where it cannot be had.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  strings = mkOption {
    type = types.listOf types.str;
    default = [ ];
  };
in
{
  options.sops = {
    defaultSopsFile = mkOption { type = types.path; };
    age.sshKeyPaths = strings;
    gnupg.sshKeyPaths = strings;
    secrets = mkOption {
      type = types.attrsOf (
        types.submodule {
          options = {
            owner = mkOption { type = types.nullOr types.str; };
            restartUnits = strings;
          };
        }
      );
      default = { };
    };
  };
}
