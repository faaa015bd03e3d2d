# The options of home-manager that our modules set, as home-manager declares them.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  of =
    type: default:
    mkOption {
      inherit type default;
    };
  strings = of (types.listOf types.str) [ ];
  package = mkOption { type = types.nullOr types.package; };
  scalar = types.oneOf [
    types.bool
    types.int
    types.str
    types.path
  ];
  # A section of a unit: words, or lists of them.
  unit = types.attrsOf (types.attrsOf (types.either scalar (types.listOf scalar)));
  file = types.submodule {
    options = {
      source = of (types.nullOr (types.either types.path types.package)) null;
      text = of (types.nullOr types.lines) null;
    };
  };
in
{
  options = {
    assertions = of (types.listOf types.unspecified) [ ];
    warnings = strings;
    nixpkgs.overlays = of (types.listOf types.unspecified) [ ];

    home = {
      packages = of (types.listOf types.package) [ ];
      homeDirectory = of types.path "/home/me";
      stateVersion = of types.str "26.05";
    };
    programs.bash.enable = of types.bool false;
    programs.git.enable = of types.bool false;
    systemd.user = {
      services = of (types.attrsOf unit) { };
      paths = of (types.attrsOf unit) { };
      timers = of (types.attrsOf unit) { };
    };
    xdg = {
      configHome = of types.str "/home/me/.config";
      configFile = of (types.attrsOf file) { };
      desktopEntries = of (types.attrsOf (
        types.submodule {
          options = {
            name = mkOption { type = types.str; };
            exec = of (types.nullOr types.str) null;
            noDisplay = of (types.nullOr types.bool) null;
            settings = of (types.attrsOf types.str) { };
          };
        }
      )) { };
    };
    dconf.settings = of (types.attrsOf (
      types.attrsOf (
        types.oneOf [
          types.str
          (types.listOf types.str)
        ]
      )
    )) { };
    wayland.windowManager = {
      hyprland = {
        enable = of types.bool false;
        inherit package;
        portalPackage = package;
        configType = of (types.enum [
          "hyprlang"
          "lua"
        ]) "lua";
        settings = of (types.attrsOf (types.listOf types.anything)) { };
      };
      sway = {
        enable = of types.bool false;
        inherit package;
        extraConfig = of types.lines "";
      };
    };
  };
}
