# Further options of NixOS that services.nerva sets.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  bool = mkOption {
    type = types.bool;
    default = false;
  };
in
{
  options = {
    hardware.uinput.enable = bool;
    programs.hyprland.enable = bool;
    programs.sway.enable = bool;
    security.rtkit.enable = bool;
    services = {
      dbus.enable = bool;
      desktopManager.gnome.enable = bool;
      desktopManager.plasma6.enable = bool;
      pipewire = {
        enable = bool;
        alsa.enable = bool;
        pulse.enable = bool;
      };
    };
    systemd.user.services = mkOption {
      type = types.attrsOf types.anything;
      default = { };
    };
    xdg.portal.enable = bool;
    xdg.portal.wlr.enable = bool;
  };
}
