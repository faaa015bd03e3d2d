# What the fleet, services.nerva and the home modules come to, as plain data; see evaluate.nix.
#   nix-instantiate --eval --strict --json --arg nixpkgs PATH -A ATTRIBUTE evaluate-fleet.nix
# `disko`, `home-manager` and `sops-nix` are checkouts of these, to evaluate their real modules instead of
# stand-ins.
{
  nixpkgs,
  disko ? null,
  home-manager ? null,
  sops-nix ? null,
}:
let
  lib = import (nixpkgs + "/lib");
  packages = import ./stand-ins/packages.nix { inherit lib; };
  pkgs = packages.extend flake.overlays.default;

  evalSystem =
    { specialArgs, modules }:
    lib.evalModules {
      specialArgs = specialArgs // {
        inherit homeLib homeModules;
        modulesPath = toString ./stand-ins/modules;
      };
      modules = [
        ./stand-ins/options.nix
        ./stand-ins/desktop-options.nix
        ./stand-ins/fleet-options.nix
        { _module.args = { inherit pkgs; }; }
      ]
      ++ modules;
    };
  # home-manager's own modules of what ours set, where they can be had.
  homeLib =
    if home-manager == null then
      lib
    else
      import (home-manager + "/modules/lib/stdlib-extended.nix") lib;
  homeModules =
    if home-manager == null then
      [ ./stand-ins/home-options.nix ]
    else
      [ ./stand-ins/home-surroundings.nix ]
      ++ map (name: home-manager + "/modules/${name}.nix") [
        "files"
        "home-environment"
        "misc/dconf"
        "misc/lib"
        "misc/submodule-support"
        "misc/version"
        "misc/xdg"
        "misc/xdg-desktop-entries"
        "services/window-managers/hyprland"
        "services/window-managers/i3-sway/sway"
        "systemd"
        "wayland"
      ];
  evalHome =
    { modules, ... }:
    homeLib.evalModules {
      class = "homeManager";
      specialArgs.modulesPath = toString (home-manager + "/modules");
      modules =
        homeModules
        ++ [
          { _module.args = { inherit pkgs; }; }
        ]
        ++ modules;
    };

  # Our flake, with stand-ins for the flakes that it takes.
  flake = (import ../../flake.nix).outputs {
    self = flake // {
      outPath = ../..;
    };
    nixpkgs = {
      lib = lib // {
        nixosSystem = evalSystem;
      };
      legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (_: packages);
    };
    # Its options are in fleet-options.nix.
    home-manager.nixosModules.home-manager = { };
    disko.nixosModules.disko =
      if disko == null then ./stand-ins/disko-options.nix else disko + "/module.nix";
    sops-nix.nixosModules.sops =
      if sops-nix == null then ./stand-ins/sops-options.nix else sops-nix + "/modules/sops";
  };

  # The example of the design document, for what it says of home-manager.
  exampleOutputs = (builtins.scopedImport { inherit pkgs; } ./usage-example.nix).outputs {
    self = exampleOutputs;
    ovos-flake = flake;
    nixpkgs.lib.nixosSystem = evalSystem;
    home-manager.lib.homeManagerConfiguration = evalHome;
  };

  refusedBy =
    config: map (assertion: assertion.message) (lib.filter (it: !it.assertion) config.assertions);

  unitsOf = lib.mapAttrs (_: unit: unit // { restartTriggers = map toString unit.restartTriggers; });

  # home-manager itself has a list of commands, and empty lists of what nobody has set.
  inOneWay =
    unit:
    unit
    // {
      Service =
        lib.filterAttrs (_: value: value != [ ]) unit.Service
        // lib.optionalAttrs (unit.Service ? ExecStart) {
          ExecStart = lib.concatStringsSep "\n" (lib.toList unit.Service.ExecStart);
        };
    };

  # Programs that `writeShellApplication` made, wherever a unit runs them.
  homeOf =
    config:
    let
      refused = refusedBy config;
    in
    if refused != [ ] then
      { inherit refused; }
    else
      {
        inherit (config) warnings;
        packages = map (package: package.name) config.home.packages;
        scripts = lib.listToAttrs (
          map (package: lib.nameValuePair package.name package.text) (
            lib.filter (package: package ? text) config.home.packages
          )
        );
        settings = config.programs.ovos-client.settings;
        overlays = lib.length config.nixpkgs.overlays;
        units = {
          inherit (config.systemd.user) paths timers;
          services = lib.mapAttrs (_: inOneWay) config.systemd.user.services;
        };
        dconf = config.dconf.settings;
        desktopEntries = lib.mapAttrs (_: it: {
          inherit (it)
            name
            exec
            noDisplay
            settings
            ;
        }) config.xdg.desktopEntries;
        hyprland = config.wayland.windowManager.hyprland.settings;
        sway = config.wayland.windowManager.sway.extraConfig;
      };

  hostOf =
    host:
    let
      inherit (host) config;
      refused = refusedBy config;
    in
    if refused != [ ] then
      { inherit refused; }
    else
      {
        inherit (config) warnings;
        name = config.networking.hostName;
        inherit (config.fleet) health;
        secrets = config.fleet.secrets.needed;
        sops = lib.mapAttrs (_: it: { inherit (it) owner restartUnits; }) config.sops.secrets;
        disk = {
          inherit (config.disko.devices.disk.main) device;
          partitions = lib.mapAttrs (_: partition: {
            inherit (partition) size;
            type = partition.type or "";
            format = partition.content.format or partition.content.type or "";
            mounts =
              lib.optional (partition ? content.mountpoint) partition.content.mountpoint
              ++ lib.mapAttrsToList (_: it: it.mountpoint) (partition.content.subvolumes or { });
          }) config.disko.devices.disk.main.content.partitions;
        };
        fileSystems = lib.mapAttrs (_: it: it // { options = it.options or [ ]; }) config.fileSystems;
        grub = config.boot.loader.grub.devices;
        firewall = {
          inherit (config.networking.firewall) allowedTCPPorts allowedUDPPorts;
          interfaces = lib.mapAttrs (_: it: it.allowedTCPPorts) config.networking.firewall.interfaces;
        };
        ssh = config.services.openssh.settings;
        users = lib.mapAttrs (_: user: {
          inherit (user) isNormalUser extraGroups;
          keys = user.openssh.authorizedKeys.keys;
        }) config.users.users;
        wireguard = config.networking.wireguard.interfaces.fleet;
        restic = config.services.restic.backups;
        prometheus = { inherit (config.services.prometheus) enable scrapeConfigs ruleFiles; };
        grafana = { inherit (config.services.grafana) enable settings; };
        settings = config.services.ovos.settings or { };
        units = unitsOf config.systemd.services;
        homes = lib.mapAttrs (_: homeOf) config.home-manager.users;
      };

  homeOfModule =
    module:
    homeOf
      (evalHome {
        modules = [
          flake.homeManagerModules.default
          module
        ];
      }).config;

  nervaOf =
    module:
    let
      inherit
        (evalSystem {
          specialArgs = { };
          modules = [
            flake.nixosModules.default
            module
          ];
        })
        config
        ;
      refused = refusedBy config;
    in
    if refused != [ ] then
      { inherit refused; }
    else
      {
        inherit (config) warnings;
        uinput = config.users.groups.uinput.members;
        hyprland = config.programs.hyprland.enable;
        kde = config.services.desktopManager.plasma6.enable;
        portal = config.xdg.portal.enable;
        pipewire = config.services.pipewire.enable;
        userUnits = config.systemd.user.services;
      };

  scenarios = import ./fleet-scenarios.nix { inherit lib pkgs; };
  documented =
    options:
    lib.filter (option: option.visible && !option.internal) (lib.optionAttrSetToDocList options);
in
{
  hosts = lib.mapAttrs (_: hostOf) flake.nixosConfigurations;

  # The fleet with something else about its site.
  sites = lib.mapAttrs (
    _: module:
    lib.mapAttrs (_: hostOf) (
      flake.lib.mkFleet {
        site.imports = [
          ../../nix/fleet/site.nix
          module
        ];
      }
    )
  ) scenarios.sites;

  desktops = lib.mapAttrs (_: hostOf) (
    flake.lib.mkFleet {
      hosts = ./fleet-hosts;
      site.imports = [
        ../../nix/fleet/site.nix
        scenarios.desktops
      ];
    }
  );

  # The template as it is, and filled in.
  template =
    let
      fleetOf =
        module:
        flake.lib.mkFleet {
          hosts = ../../nix/fleet/template/hosts;
          site.imports = [
            ../../nix/fleet/template/site.nix
            module
          ];
        };
    in
    {
      blank = (fleetOf { }).voice.config.networking.wireguard.interfaces.fleet.peers;
      filled = lib.mapAttrs (_: hostOf) (fleetOf scenarios.template);
      names = lib.attrNames flake.templates;
    };

  homes = {
    usage-example = homeOf exampleOutputs.homeConfigurations.myuser.config;
  }
  // lib.mapAttrs (_: homeOfModule) scenarios.homes;
  nerva = lib.mapAttrs (_: nervaOf) scenarios.nerva;

  keys =
    let
      keys = import ../../nix/home/key-bindings.nix { inherit lib; };
      it.command = "run it";
    in
    lib.genAttrs
      [
        "<Super>space"
        "<Control><Alt>a"
        "<Primary><Shift>F12"
        "Print"
      ]
      (binding: {
        hyprland = keys.hyprland "hyprlang" (it // { inherit binding; });
        lua = lib.head (keys.hyprland "lua" (it // { inherit binding; }))._args;
        sway = keys.sway binding;
        gnome = keys.gnome binding;
        kde = keys.kde binding;
      });

  shells = lib.attrNames flake.devShells.x86_64-linux;
  apps = lib.attrNames flake.apps.x86_64-linux;
  mcp = (pkgs.callPackage ../../nix/mcp.nix { }).value;

  options =
    let
      home =
        (evalHome {
          modules = [ flake.homeManagerModules.default ];
        }).options;
      system =
        (evalSystem {
          specialArgs = { };
          modules = [ flake.nixosModules.default ];
        }).options;
      hosts = lib.mapAttrs (_: host: host.options) flake.nixosConfigurations;
    in
    {
      home = documented { inherit (home.programs) nerva ovos-client; };
      nerva = documented system.services.nerva;
      satellite = documented hosts.kitchen.fleet;
      server = documented hosts.ovh-cloud.fleet;
      desktop = documented (flake.lib.mkFleet { hosts = ./fleet-hosts; }).desk.options.fleet;
    };
}
