# A fleet of your own: docs/fleet.md of Utter leads through it.
{
  description = "My machines";

  # The repository of Utter, by whichever address you have it.
  inputs.utter.url = "git+https://example.org/utter";

  outputs =
    { utter, ... }:
    {
      nixosConfigurations = utter.lib.mkFleet {
        hosts = ./hosts;
        site = ./site.nix;
      };

      # `nix run .#deploy`, and `nix develop .#nix` with everything that docs/fleet.md uses.
      inherit (utter) apps devShells;
    };
}
