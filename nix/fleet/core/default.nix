# What every machine of the fleet has.
{ inputs, ... }:
{
  imports = [
    inputs.disko.nixosModules.disko
    inputs.home-manager.nixosModules.home-manager
    inputs.sops-nix.nixosModules.sops
    inputs.self.nixosModules.ovos
    ./options.nix
    ./base.nix
    ./disk.nix
    ./health.nix
    ./home.nix
    ./mesh.nix
    ./metrics.nix
    ./secrets.nix
    ./ssh.nix
  ];
}
