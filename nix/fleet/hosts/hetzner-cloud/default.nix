# A second assistant, which the first one's backup can be restored to.
{ modulesPath, utterFleet, ... }:
{
  imports = [
    (modulesPath + "/profiles/qemu-guest.nix")
    utterFleet.profiles.server
    utterFleet.profiles.backup
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  fleet.disk.device = "/dev/sda";

  system.stateVersion = "26.05";
}
