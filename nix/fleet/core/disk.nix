# Two layouts for one disk. Both start by BIOS and by UEFI, because cloud machines do either.
{ config, lib, ... }:
let
  inherit (lib) mkIf mkOption types;
  cfg = config.fleet.disk;

  boot = {
    # GRUB's place on a machine that starts by BIOS.
    bios = {
      priority = 1;
      size = "1M";
      type = "EF02";
    };
    esp = {
      priority = 2;
      size = "1G";
      type = "EF00";
      content = {
        type = "filesystem";
        format = "vfat";
        mountpoint = "/boot";
        mountOptions = [ "umask=0077" ];
        extraArgs = [
          "-n"
          "boot"
        ];
      };
    };
  };

  subvolume = mountpoint: {
    inherit mountpoint;
    mountOptions = [
      "compress=zstd"
      "noatime"
    ];
  };

  roots = {
    # State is a subvolume of its own: a snapshot of it is what is backed up.
    server = {
      type = "btrfs";
      extraArgs = [
        "-f"
        "-L"
        "nixos"
      ];
      subvolumes = {
        "@root" = subvolume "/";
        "@home" = subvolume "/home";
        "@nix" = subvolume "/nix";
        "@var" = subvolume "/var";
      };
    };
    # A small machine that is switched off at the wall: a journal, and little written.
    satellite = {
      type = "filesystem";
      format = "ext4";
      mountpoint = "/";
      mountOptions = [
        "noatime"
        "commit=60"
      ];
      extraArgs = [
        "-L"
        "nixos"
      ];
    };
  };
in
{
  options.fleet.disk = {
    device = mkOption {
      type = types.strMatching "/dev/.+";
      example = "/dev/disk/by-id/ata-EXAMPLE";
      description = "The disk to install on. Everything on it is lost when the machine is installed.";
    };
    layout = mkOption {
      type = types.enum (lib.attrNames roots);
      default = "server";
      description = ''
        `server`: Btrfs with subvolumes for `/`, `/home`, `/nix` and `/var`. `satellite`: one ext4
        filesystem.
      '';
    };
  };

  config = {
    disko.devices.disk.main = {
      type = "disk";
      inherit (cfg) device;
      content = {
        type = "gpt";
        partitions = boot // {
          root = {
            size = "100%";
            content = roots.${cfg.layout};
          };
        };
      };
    };

    # disko names the disk for the BIOS.
    boot.loader.grub = {
      enable = true;
      efiSupport = true;
      efiInstallAsRemovable = true;
      # Kernels and initrds of so many fit on the partition.
      configurationLimit = 10;
    };

    # systemd-journald and secrets need it before anything else runs.
    fileSystems."/var" = mkIf (cfg.layout == "server") { neededForBoot = true; };
    services.btrfs.autoScrub.enable = cfg.layout == "server";
  };
}
