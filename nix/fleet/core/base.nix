# The system itself: Nix, time, logs, the firewall.
{
  config,
  inputs,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkDefault;
in
{
  nix = {
    settings = {
      experimental-features = [
        "nix-command"
        "flakes"
      ];
      # Administrators send what they have built.
      trusted-users = [ "@wheel" ];
      auto-optimise-store = true;
      # A full disk is worse than a slow build.
      min-free = 1024 * 1024 * 1024;
      max-free = 4 * 1024 * 1024 * 1024;
    };
    gc = {
      automatic = true;
      dates = "weekly";
      # Enough to go back to what ran last month.
      options = "--delete-older-than 30d";
    };
    channel.enable = false;
  };
  # Our own packages are free; a host that wants others says so.
  nixpkgs.config.allowUnfree = mkDefault false;

  time.timeZone = mkDefault "UTC";
  i18n.defaultLocale = mkDefault "C.UTF-8";

  networking = {
    nftables.enable = true;
    firewall.enable = true;
    useNetworkd = mkDefault true;
  };
  services.timesyncd.enable = mkDefault true;

  # What a crash left behind can still be read, and logs never fill the disk.
  # (A file of its own, because the option for it has another name in every other release.)
  environment.etc."systemd/journald.conf.d/50-fleet.conf".text = ''
    [Journal]
    Storage=persistent
    SystemMaxUse=1G
  '';

  zramSwap.enable = mkDefault true;
  boot.tmp.cleanOnBoot = true;

  environment.systemPackages = [
    pkgs.curl
    pkgs.git
    pkgs.htop
    pkgs.jq
  ];

  # Each deployment says which commit it is, where there is one.
  system.configurationRevision = mkDefault (inputs.self.rev or inputs.self.dirtyRev or null);
  documentation.nixos.enable = mkDefault false;

  assertions = [
    {
      assertion = config.networking.firewall.enable;
      message = "fleet: the firewall has to stay on; open a port with networking.firewall.allowedTCPPorts.";
    }
  ];
}
