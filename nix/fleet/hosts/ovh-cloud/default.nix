# The assistant of the fleet, and who watches over it.
{ modulesPath, utterFleet, ... }:
{
  imports = [
    (modulesPath + "/profiles/qemu-guest.nix")
    utterFleet.profiles.server
    utterFleet.profiles.backup
    utterFleet.profiles.monitoring
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  fleet.disk.device = "/dev/sda";
  fleet.monitoring.assistants = [
    "ovh-cloud"
    "hetzner-cloud"
  ];

  system.stateVersion = "26.05";
}
