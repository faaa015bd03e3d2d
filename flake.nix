{
  description = "Utter: a voice operating system that runs on hardware you control";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-26.05";
    home-manager = {
      url = "github:nix-community/home-manager/release-26.05";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    disko = {
      url = "github:nix-community/disko";
      inputs.nixpkgs.follows = "nixpkgs";
    };
    sops-nix = {
      url = "github:Mic92/sops-nix";
      inputs.nixpkgs.follows = "nixpkgs";
    };
  };

  outputs =
    { self, nixpkgs, ... }@inputs:
    let
      inherit (nixpkgs) lib;

      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forAllSystems =
        make:
        lib.genAttrs systems (system: make (nixpkgs.legacyPackages.${system}.extend self.overlays.default));

      # A module of ours finds our packages in `pkgs`.
      withOverlay = module: {
        imports = [ module ];
        nixpkgs.overlays = [ self.overlays.default ];
      };

      # With home-manager.useGlobalPkgs `pkgs` is the system's, and so is the overlay.
      withUsersOverlay =
        module:
        { ... }@args:
        {
          imports = [ module ];
          nixpkgs = lib.mkIf (!(args.osConfig.home-manager.useGlobalPkgs or false)) {
            overlays = [ self.overlays.default ];
          };
        };
    in
    {
      lib = import ./nix/lib { inherit lib; } // {
        # { hosts; site; } -> { NAME = <nixosSystem>; ... }, one for each folder of `hosts`.
        mkFleet = fleet: import ./nix/fleet ({ inherit inputs lib; } // fleet);
      };

      overlays.default = import ./nix/packages/overlay.nix;

      packages = forAllSystems (pkgs: pkgs.ovosPackages // { default = pkgs.utter; });

      nixosModules = {
        default.imports = [
          self.nixosModules.ovos
          self.nixosModules.nerva
        ];
        ovos = withOverlay ./nix/modules/ovos.nix;
        nerva = withOverlay ./nix/modules/nerva.nix;
      };

      homeManagerModules = {
        default = self.homeManagerModules.nerva;
        ovos-client = withUsersOverlay ./nix/home/ovos-client.nix;
        nerva = withUsersOverlay ./nix/home/nerva.nix;
      };

      # As Nix itself calls them.
      homeModules = self.homeManagerModules;

      nixosConfigurations = self.lib.mkFleet { };

      templates.fleet = {
        path = ./nix/fleet/template;
        description = "Machines of your own with an assistant, monitoring and backups";
      };

      apps = forAllSystems (
        pkgs:
        lib.mapAttrs
          (_: program: {
            type = "app";
            program = lib.getExe program;
            meta.description = program.meta.description;
          })
          {
            default = pkgs.utter;
            inherit (pkgs) utter ovos-client;
            deploy = pkgs.callPackage ./nix/fleet/deploy.nix { };
          }
      );

      checks = forAllSystems (
        pkgs:
        import ./nix/checks.nix {
          inherit inputs pkgs lib;
        }
      );

      devShells = forAllSystems (pkgs: import ./nix/shells.nix { inherit pkgs; });

      formatter = forAllSystems (pkgs: pkgs.nixfmt-tree);
    };
}
