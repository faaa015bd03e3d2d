# What home-manager's own modules need beside those of evaluate-fleet.nix that are taken.
{ lib, ... }:
let
  inherit (lib) mkDefault mkOption types;
  of =
    type: default:
    mkOption {
      inherit type default;
    };
  anything = of types.anything { };
in
{
  options = {
    assertions = of (types.listOf types.unspecified) [ ];
    warnings = of (types.listOf types.str) [ ];
    meta = anything;
    nixpkgs.overlays = of (types.listOf types.unspecified) [ ];
    programs = lib.genAttrs [ "bash" "fish" "git" "nushell" "zsh" ] (_: anything);
    xdg.portal = anything;
    xsession.enable = of types.bool false;
    xsession.trayTarget = anything;
  };

  config.home = {
    username = mkDefault "me";
    homeDirectory = mkDefault "/home/me";
    stateVersion = mkDefault "26.05";
  };
}
