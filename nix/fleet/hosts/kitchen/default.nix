# A small computer in a room.
{ modulesPath, utterFleet, ... }:
{
  imports = [
    (modulesPath + "/installer/scan/not-detected.nix")
    utterFleet.profiles.voice-satellite
  ];

  nixpkgs.hostPlatform = "x86_64-linux";
  hardware.enableRedistributableFirmware = true;
  boot.initrd.availableKernelModules = [
    "ahci"
    "nvme"
    "sd_mod"
    "usb_storage"
    "xhci_pci"
  ];

  fleet.disk = {
    device = "/dev/nvme0n1";
    layout = "satellite";
  };
  fleet.satellite.server = "ovh-cloud";

  system.stateVersion = "26.05";
}
