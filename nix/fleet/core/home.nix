# Home-manager for everybody with an account, from the same nixpkgs as the system (docs/adr/0011).
{
  config,
  inputs,
  lib,
  ...
}:
{
  home-manager = {
    useGlobalPkgs = true;
    useUserPackages = true;
    # A file of the user's own is kept beside ours instead of stopping the switch.
    backupFileExtension = "before-home-manager";
    sharedModules = [
      inputs.self.homeManagerModules.default
      { home.stateVersion = lib.mkDefault config.system.stateVersion; }
    ];
    extraSpecialArgs = { inherit inputs; };
    users = lib.mapAttrs (_: _: {
      programs.bash.enable = true;
      programs.git.enable = true;
    }) config.fleet.admins;
  };
}
