# A machine that somebody sits at: a desktop that is ready for the agent, and an assistant of its own.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.fleet.desktop;
  inherit (config.services.nerva) compositor;
in
{
  imports = [ ../../modules/nerva.nix ];

  options.fleet.desktop = {
    users = mkOption {
      type = types.listOf types.str;
      default = lib.attrNames config.fleet.admins;
      defaultText = lib.literalExpression "lib.attrNames config.fleet.admins";
      description = "Who works here.";
    };
    server = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "ovh-cloud";
      description = ''
        The machine of {option}`fleet.hosts` whose assistant they talk to, with their key in the secret
        `ovos-key-USER`. `null`: each has one of their own.
      '';
    };
  };

  config = {
    services.nerva = {
      enable = true;
      inherit (cfg) users;
    };

    networking.networkmanager.enable = lib.mkDefault true;
    networking.useNetworkd = false;

    fleet.secrets.needed = lib.mkIf (cfg.server != null) (
      lib.listToAttrs (map (user: lib.nameValuePair "ovos-key-${user}" { owner = user; }) cfg.users)
    );

    home-manager.users = lib.genAttrs cfg.users (user: {
      # The desktop itself is the system's; its keys are the user's.
      wayland.windowManager.hyprland = lib.mkIf (compositor == "hyprland") {
        enable = lib.mkDefault true;
        package = lib.mkDefault null;
        portalPackage = lib.mkDefault null;
      };
      wayland.windowManager.sway = lib.mkIf (compositor == "sway") {
        enable = lib.mkDefault true;
        package = lib.mkDefault null;
      };

      programs.ovos-client = {
        enable = true;
        hotkey.enable = lib.mkDefault true;
        hotkey.desktops = lib.mkIf (compositor != null) (lib.mkDefault [ compositor ]);
        notifications.enable = lib.mkDefault true;
        assistant.enable = lib.mkDefault (cfg.server == null);
        server = lib.mkIf (cfg.server != null) {
          host = "${cfg.server}.fleet";
          apiKeyFile = config.fleet.secrets.path "ovos-key-${user}";
        };
        listener.enable = lib.mkDefault (cfg.server != null);
        speaker.enable = lib.mkDefault (cfg.server != null);
      };
    });
  };
}
