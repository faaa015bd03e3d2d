# `services.nerva`: what a machine has to allow and to have so that an agent can work on its desktop.
# What is a user's own (keys, watchers, secrets) is `programs.nerva` of home-manager.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    literalExpression
    mkDefault
    mkEnableOption
    mkIf
    mkOption
    types
    ;

  cfg = config.services.nerva;
in
{
  options.services.nerva = {
    enable = mkEnableOption "what a desktop agent needs of the machine: sound, screen capture, input, and the agent for every user";

    package = mkOption {
      type = types.nullOr types.package;
      default = pkgs.nervad or null;
      defaultText = literalExpression "pkgs.nervad or null";
      description = ''
        The package with the agent's programs `nervad` and `nerva`. They come with a later release of
        Utter: with `null` the machine is made ready, a warning says that no agent runs, and nothing else
        changes.
      '';
    };

    users = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "alice" ];
      description = ''
        Users whose agent may type and move the pointer, by the group `uinput`. Whoever is in it can
        type as anybody who is logged in at this machine.
      '';
    };

    compositor = mkOption {
      type = types.nullOr (
        types.enum [
          "hyprland"
          "sway"
          "gnome"
          "kde"
        ]
      );
      default = "hyprland";
      example = "kde";
      description = ''
        The desktop to enable, with the portal that captures its screen. `null` leaves the machine's
        desktop as it is declared elsewhere.
      '';
    };

    tools = mkOption {
      type = types.listOf types.package;
      default = [
        pkgs.grim
        pkgs.wl-clipboard
        pkgs.ydotool
        pkgs.libnotify
      ];
      defaultText = literalExpression "[ pkgs.grim pkgs.wl-clipboard pkgs.ydotool pkgs.libnotify ]";
      description = "Programs that the agent works with: screenshots, the clipboard, input, notifications.";
    };
  };

  config = mkIf cfg.enable (
    lib.mkMerge [
      {
        warnings =
          lib.optional (cfg.package == null)
            "services.nerva: the agent's programs come with a later release of Utter, so no nervad runs. The machine is made ready for it; the assistant itself is services.ovos or programs.ovos-client.assistant.";

        assertions = map (name: {
          assertion = config.users.users ? ${name};
          message = "services.nerva.users: there is no user \"${name}\" (users.users.${name}).";
        }) cfg.users;

        services.pipewire = {
          enable = mkDefault true;
          alsa.enable = mkDefault true;
          pulse.enable = mkDefault true;
        };
        # PipeWire asks it for a sound thread that is not held up.
        security.rtkit.enable = mkDefault true;
        services.dbus.enable = mkDefault true;
        # Each desktop below brings its portal; without one there is nothing to enable.
        xdg.portal.enable = mkIf (cfg.compositor != null) (mkDefault true);

        # The device /dev/uinput, for the group.
        hardware.uinput.enable = true;
        users.groups.uinput.members = cfg.users;

        environment.systemPackages = cfg.tools ++ lib.optional (cfg.package != null) cfg.package;

        systemd.user.services.nervad = mkIf (cfg.package != null) {
          description = "Nerva AI Desktop Agent";
          wantedBy = [ "default.target" ];
          serviceConfig = {
            ExecStart = lib.getExe' cfg.package "nervad";
            Restart = "always";
            RestartSec = 3;
          };
        };
      }

      (mkIf (cfg.compositor == "hyprland") { programs.hyprland.enable = mkDefault true; })
      (mkIf (cfg.compositor == "sway") {
        programs.sway.enable = mkDefault true;
        xdg.portal.wlr.enable = mkDefault true;
      })
      (mkIf (cfg.compositor == "gnome") { services.desktopManager.gnome.enable = mkDefault true; })
      (mkIf (cfg.compositor == "kde") { services.desktopManager.plasma6.enable = mkDefault true; })
    ]
  );
}
