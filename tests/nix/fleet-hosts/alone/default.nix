# Somebody's computer, with an assistant of its own; and backups on a disk that has no snapshots.
{ utterFleet, ... }:
{
  imports = [
    utterFleet.profiles.desktop
    utterFleet.profiles.backup
  ];
  nixpkgs.hostPlatform = "aarch64-linux";
  fleet.disk = {
    device = "/dev/sda";
    layout = "satellite";
  };
  system.stateVersion = "26.05";
}
