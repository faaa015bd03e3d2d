# What a configuration comes to, as plain data. `nixpkgs` is a folder with nixpkgs' `lib`.
#   nix-instantiate --eval --strict --json --arg nixpkgs PATH -A accepted.loopback evaluate.nix
{ nixpkgs }:
let
  lib = import (nixpkgs + "/lib");
  packages = import ./stand-ins/packages.nix { inherit lib; };
  pkgs = packages.extend flake.overlays.default;
  scenarios = import ./scenarios.nix { inherit lib pkgs; };

  evalSystem =
    {
      modules,
      specialArgs ? { },
      ...
    }:
    lib.evalModules {
      inherit specialArgs;
      modules = [
        ./stand-ins/options.nix
        ./stand-ins/desktop-options.nix
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
    home-manager = { };
    disko = { };
    sops-nix = { };
  };

  fileOf =
    file:
    if file.text != null then
      { inherit (file) text; }
    else
      lib.filterAttrs (name: _: name == "text" || name == "value") (
        if lib.isAttrs file.source then file.source else { text = toString file.source; }
      );

  # A system as it would be: what it refuses, what it warns of, and what it is made of.
  resultOf =
    system:
    let
      inherit (system) config;
      refused = map (assertion: assertion.message) (
        lib.filter (assertion: !assertion.assertion) config.assertions
      );
    in
    if refused != [ ] then
      { inherit refused; }
    else
      {
        inherit (config) warnings;
        settings = config.services.ovos.settings;
        units = lib.mapAttrs (
          _: unit:
          unit
          // {
            restartTriggers = map toString unit.restartTriggers;
          }
        ) config.systemd.services;
        # What services run before they start.
        scripts = lib.mapAttrs' (
          _: unit:
          let
            script = unit.serviceConfig.ExecStartPre;
          in
          lib.nameValuePair script.name "#!/bin/sh\n${script.text}"
        ) (lib.filterAttrs (_: unit: unit.serviceConfig ? ExecStartPre) config.systemd.services);
        system = {
          etc = lib.mapAttrs (_: fileOf) (removeAttrs config.environment.etc [ "ovos/utter.toml" ]);
          firewall = lib.sort lib.lessThan config.networking.firewall.allowedTCPPorts;
          packages = map (package: package.name) config.environment.systemPackages;
          tmpfiles = config.systemd.tmpfiles.settings;
          users = config.users.users;
          groups = lib.attrNames config.users.groups;
          wyoming = config.services.wyoming;
        };
      };
  resultOfModule =
    module:
    resultOf (evalSystem {
      modules = [
        flake.nixosModules.ovos
        module
      ];
    });

  # The example of the design document is a flake that takes ours. `pkgs` is a name it leaves open.
  exampleOutputs = (builtins.scopedImport { inherit pkgs; } ./usage-example.nix).outputs {
    self = exampleOutputs;
    ovos-flake = flake;
    nixpkgs.lib.nixosSystem = evalSystem;
    home-manager.lib.homeManagerConfiguration = evalSystem;
  };
in
{
  accepted = {
    usage-example = resultOf exampleOutputs.nixosConfigurations.myhost;
  }
  // lib.mapAttrs (_: resultOfModule) scenarios.accepted;

  refused = lib.mapAttrs (
    _: scenario: { expected = scenario.message; } // resultOfModule scenario.module
  ) scenarios.refused;

  # Each has to be evaluated by itself, as it ends the evaluation.
  impossible = lib.mapAttrs (_: scenario: {
    expected = scenario.message;
    result = resultOfModule scenario.module;
  }) scenarios.impossible;

  packages = lib.mapAttrs (_: package: {
    inherit (package) name;
    meta = removeAttrs package.meta [ "license" ];
  }) flake.packages.x86_64-linux;

  # The names of what the flake offers, and that each can be evaluated.
  outputs = {
    names = lib.attrNames flake;
    modules = lib.attrNames flake.nixosModules;
    homeModules = lib.attrNames flake.homeManagerModules;
  }
  // lib.genAttrs [ "packages" "apps" "checks" "devShells" ] (
    output:
    lib.mapAttrs (_: lib.mapAttrs (_: value: value.drvPath or value.program or value)) flake.${output}
  );

  # The machines of the tests, and their scripts.
  machines = lib.mapAttrs (_: test: {
    nodes = lib.mapAttrs (_: resultOfModule) test.nodes;
    inherit (test) testScript;
  }) (lib.filterAttrs (_: check: check ? nodes) flake.checks.x86_64-linux);

  # One name is one package, whatever the system.
  skills = lib.mapAttrs (_: skill: skill.ovosSkill) pkgs.ovosSkills;

  options =
    let
      system = evalSystem { modules = [ flake.nixosModules.ovos ]; };
    in
    lib.filter (option: option.visible && !option.internal) (
      lib.optionAttrSetToDocList system.options.services.ovos
    );
}
