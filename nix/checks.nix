# What `nix flake check` runs: the program and its tests, the machines of nix/tests, and what scripts/nix
# and tests/nix look at without Nix's network.
{
  inputs,
  pkgs,
  lib,
}:
let
  inherit (inputs) self;
  machines = lib.genAttrs [
    "authentication"
    "basic"
    "satellite"
    "skills"
    "speech"
    "upgrade"
  ] (name: pkgs.testers.runNixOSTest ./tests/${name}.nix);
in
machines
// {
  inherit (pkgs) utter;

  formatting =
    pkgs.runCommand "utter-nix-formatting"
      {
        nativeBuildInputs = [ pkgs.nixfmt ];
      }
      ''
        find ${self} -name '*.nix' -not -name usage-example.nix -exec nixfmt --check {} +
        touch $out
      '';

  modules =
    pkgs.runCommand "utter-nix-modules"
      {
        nativeBuildInputs = [
          pkgs.nix
          pkgs.systemd
          (pkgs.python3.withPackages (python: [ python.pytest ]))
        ];
        UTTER_NIXPKGS = inputs.nixpkgs;
        UTTER_DISKO = inputs.disko;
        UTTER_HOME_MANAGER = inputs.home-manager;
        UTTER_SOPS_NIX = inputs.sops-nix;
        UTTER_BIN = lib.getExe pkgs.utter;
      }
      ''
        cp -r ${self} source
        chmod -R u+w source
        python3 -m pytest -q -p no:cacheprovider source/tests/nix
        touch $out
      '';
}
