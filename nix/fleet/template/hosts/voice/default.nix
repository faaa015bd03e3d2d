{ modulesPath, utterFleet, ... }:
{
  imports = [
    (modulesPath + "/profiles/qemu-guest.nix")
    utterFleet.profiles.server
    utterFleet.profiles.backup
    utterFleet.profiles.monitoring
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  # lsblk on the machine tells; everything on it will be lost.
  fleet.disk.device = "/dev/sda";
  fleet.secrets.file = ../../secrets/voice.yaml;
  fleet.monitoring.assistants = [
    "voice"
    "spare"
  ];

  system.stateVersion = "26.05";
}
