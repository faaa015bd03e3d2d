# Somebody's computer, whose assistant is on a server.
{ utterFleet, ... }:
{
  imports = [ utterFleet.profiles.desktop ];
  nixpkgs.hostPlatform = "x86_64-linux";
  fleet.disk.device = "/dev/sda";
  fleet.desktop.server = "ovh-cloud";
  system.stateVersion = "26.05";
}
