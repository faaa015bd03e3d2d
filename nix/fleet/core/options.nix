# The site: what is one owner's own, and every machine has to know.
{ config, lib, ... }:
let
  inherit (lib) literalExpression mkOption types;

  wireguardKey = types.strMatching "[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=";
in
{
  options.fleet = {
    host = mkOption {
      type = types.str;
      readOnly = true;
      description = "This machine's name in {option}`fleet.hosts`: that of its folder.";
    };

    example = mkOption {
      type = types.bool;
      default = false;
      description = "This site is an example: `deploy` refuses to install it, and secrets may be missing.";
    };

    admins = mkOption {
      type = types.attrsOf (
        types.submodule {
          options.keys = mkOption {
            type = types.nonEmptyListOf (types.strMatching "(ssh-|ecdsa-|sk-)[^[:space:]]+ [^[:space:]]+.*");
            example = [ "ssh-ed25519 AAAA... alice@laptop" ];
            description = "Public SSH keys of this person, the only way in.";
          };
        }
      );
      default = { };
      example = literalExpression ''{ alice.keys = [ "ssh-ed25519 AAAA... alice@laptop" ]; }'';
      description = "People who administer every machine: they log in by key and may use sudo.";
    };

    backup.repository = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "s3:https://s3.example.org/utter-backup";
      description = ''
        Where backups go, as restic writes it. All machines share it, so that each can be restored onto
        another. Its password is the secret `restic-password`, its credentials are environment
        variables in the secret `restic-environment`.
      '';
    };

    hosts = mkOption {
      type = types.attrsOf (
        types.submodule {
          options = {
            address = mkOption {
              type = types.nullOr types.str;
              default = null;
              example = "192.0.2.10";
              description = ''
                Address or name to reach this machine at from outside. `null`: it has none that is
                fixed, such as a satellite at home, which calls the others.
              '';
            };
            meshAddress = mkOption {
              type = types.strMatching "[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+";
              example = "10.77.0.1";
              description = "Its address inside the fleet's own network.";
            };
            meshKey = mkOption {
              type = wireguardKey;
              example = "3mNNuxB7S5Ojmx1EpTTOQtdZ1rXE2zvcuiBv4/Egkkc=";
              description = "Its public WireGuard key (`wg pubkey`); the private one is its secret `mesh-key`.";
            };
          };
        }
      );
      default = { };
      description = "Every machine of the fleet, by name.";
    };
  };

  config.assertions = [
    {
      assertion = config.fleet.admins != { };
      message = "fleet.admins: name somebody with an SSH key, or nobody could ever log in.";
    }
    {
      assertion = config.fleet.hosts ? ${config.fleet.host};
      message = "fleet.hosts: there is a folder for ${config.fleet.host}, but the site does not know it.";
    }
    (
      let
        addresses = lib.mapAttrsToList (_: host: host.meshAddress) config.fleet.hosts;
      in
      {
        assertion = lib.allUnique addresses;
        message = "fleet.hosts: two machines have the same meshAddress.";
      }
    )
  ];
}
