# Further options of NixOS, and those of the flakes beside it (disko, sops-nix, home-manager), that the
# fleet sets.
{
  config,
  homeLib,
  homeModules,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  of =
    type: default:
    mkOption {
      inherit type default;
    };
  bool = of types.bool false;
  text = of types.str "";
  strings = of (types.listOf types.str) [ ];
  anything = of types.anything { };
  file = of (types.nullOr types.str) null;

  # What systemd.services of options.nix lacks.
  service = types.submodule {
    options.onSuccess = strings;
  };

  restic = types.submodule {
    options = {
      initialize = bool;
      repository = file;
      passwordFile = file;
      environmentFile = file;
      paths = of (types.nullOr (types.listOf types.str)) [ ];
      exclude = strings;
      extraBackupArgs = strings;
      backupPrepareCommand = of (types.nullOr types.lines) null;
      backupCleanupCommand = of (types.nullOr types.lines) null;
      timerConfig = of (types.nullOr (types.attrsOf (types.either types.str types.bool))) null;
      pruneOpts = strings;
      checkOpts = strings;
    };
  };
  listener = {
    enable = bool;
    listenAddress = of types.str "0.0.0.0";
  };
in
{
  options = {
    boot = {
      initrd.availableKernelModules = strings;
      loader.grub = {
        enable = bool;
        efiSupport = bool;
        efiInstallAsRemovable = bool;
        configurationLimit = of types.int 100;
        devices = strings;
      };
      tmp.cleanOnBoot = bool;
    };
    documentation.nixos.enable = of types.bool true;
    fileSystems = of (types.attrsOf (
      types.submodule {
        freeformType = types.attrsOf types.anything;
        options.neededForBoot = bool;
      }
    )) { };
    swapDevices = of (types.listOf types.anything) [ ];
    hardware.enableRedistributableFirmware = bool;
    i18n.defaultLocale = of types.str "en_US.UTF-8";
    networking = {
      hostName = of types.str "nixos";
      hosts = of (types.attrsOf (types.listOf types.str)) { };
      firewall.allowedUDPPorts = of (types.listOf types.port) [ ];
      firewall.interfaces = of (types.attrsOf (
        types.submodule { options.allowedTCPPorts = of (types.listOf types.port) [ ]; }
      )) { };
      networkmanager.enable = bool;
      nftables.enable = bool;
      useNetworkd = bool;
      wireguard.interfaces = of (types.attrsOf (
        types.submodule {
          options = {
            ips = strings;
            listenPort = of (types.nullOr types.port) null;
            privateKeyFile = file;
            peers = of (types.listOf (
              types.submodule {
                options = {
                  name = mkOption { type = types.str; };
                  publicKey = mkOption { type = types.singleLineStr; };
                  allowedIPs = mkOption { type = types.listOf types.str; };
                  endpoint = file;
                  persistentKeepalive = of (types.nullOr types.int) null;
                };
              }
            )) [ ];
          };
        }
      )) { };
    };
    nix = {
      channel.enable = of types.bool true;
      gc = {
        automatic = bool;
        dates = of types.str "03:15";
        options = text;
      };
      package = of types.package pkgs.nix;
      registry = anything;
      settings = anything;
    };
    nixpkgs.config.allowUnfree = bool;
    nixpkgs.hostPlatform = mkOption { type = types.str; };
    security.sudo = {
      execWheelOnly = bool;
      wheelNeedsPassword = of types.bool true;
    };
    services = {
      btrfs.autoScrub.enable = bool;
      grafana = {
        enable = bool;
        settings = anything;
        provision = {
          enable = bool;
          datasources.settings = anything;
          dashboards.settings = anything;
        };
      };
      openssh = {
        enable = bool;
        openFirewall = of types.bool true;
        settings = anything;
        hostKeys = anything;
      };
      prometheus = listener // {
        port = of types.port 9090;
        retentionTime = file;
        globalConfig = anything;
        checkConfig = of (types.either types.bool (types.enum [ "syntax-only" ])) true;
        ruleFiles = of (types.listOf types.path) [ ];
        scrapeConfigs = of (types.listOf types.anything) [ ];
        alertmanagers = of (types.listOf types.anything) [ ];
        alertmanager = listener // {
          configuration = of (types.nullOr types.anything) null;
        };
        exporters.node = listener // {
          port = of types.port 9100;
          enabledCollectors = strings;
          extraFlags = strings;
          openFirewall = bool;
        };
      };
      restic.backups = of (types.attrsOf restic) { };
      timesyncd.enable = bool;
    };
    system = {
      activationScripts = anything;
      build = anything;
      autoUpgrade.enable = bool;
      configurationRevision = file;
      stateVersion = mkOption { type = types.str; };
    };
    systemd.package = of types.package pkgs.systemd;
    systemd.services = mkOption { type = types.attrsOf service; };
    time.timeZone = file;
    users.mutableUsers = of types.bool true;
    users.users = mkOption {
      type = types.attrsOf (
        types.submodule {
          options = {
            hashedPassword = file;
            openssh.authorizedKeys.keys = strings;
          };
        }
      );
    };
    zramSwap.enable = bool;

    home-manager = {
      useGlobalPkgs = bool;
      useUserPackages = bool;
      backupFileExtension = file;
      extraSpecialArgs = anything;
      sharedModules = of (types.listOf types.raw) [ ];
      users = of (types.attrsOf (
        types.submoduleWith {
          class = "homeManager";
          specialArgs = {
            inherit pkgs;
            lib = homeLib;
            osConfig = config;
          };
          modules = homeModules ++ config.home-manager.sharedModules;
        }
      )) { };
    };
  };
}
