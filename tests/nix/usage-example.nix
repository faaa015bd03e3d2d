# The usage example of the design document "OpenVoiceOS NixOS Flake Design", word for word, with the
# names it leaves to the reader (`pkgs`) given by who evaluates it.
{
  inputs.ovos-flake.url = "github:yourusername/ovos-flake";

  outputs = { self, nixpkgs, ovos-flake, home-manager, ... }: {
    nixosConfigurations.myhost = nixpkgs.lib.nixosSystem {
      modules = [
        ovos-flake.nixosModules.default
        {
          services.ovos = {
            enable = true;
            openFirewall = true;

            authentication = {
              enable = true;
              apiKeyFile = "/run/secrets/ovos-api-keys";
            };

            plugins = {
              skills = {
                enable = true;
                skills = [
                  {
                    package = pkgs.ovosSkills.weather;
                    settings.units = "metric";
                  }
                ];
              };

              audio.enable = true;
              listener.enable = true;
              speech = {
                enable = true;
                voice = "en_US-lessac-medium";
              };
            };
          };
        }
      ];
    };

    homeConfigurations.myuser = home-manager.lib.homeManagerConfiguration {
      modules = [
        ovos-flake.homeManagerModules.default
        {
          programs.ovos-client = {
            enable = true;
            server = {
              host = "localhost";
              apiKey = "...";
            };
            hotkey = {
              enable = true;
              binding = "<Super>space";
            };
          };
        }
      ];
    };
  };
}
