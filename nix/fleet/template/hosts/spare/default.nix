{ modulesPath, utterFleet, ... }:
{
  imports = [
    (modulesPath + "/profiles/qemu-guest.nix")
    utterFleet.profiles.server
    utterFleet.profiles.backup
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  # lsblk on the machine tells; everything on it will be lost.
  fleet.disk.device = "/dev/sda";
  fleet.secrets.file = ../../secrets/spare.yaml;

  system.stateVersion = "26.05";
}
