# Secrets: encrypted in the repository by sops for each machine's SSH host key and for the administrators,
# decrypted into memory when the machine starts (docs/adr/0012).
{
  config,
  lib,
  ...
}:
let
  inherit (lib) literalExpression mkOption types;
  cfg = config.fleet.secrets;
in
{
  options.fleet.secrets = {
    file = mkOption {
      type = types.nullOr types.path;
      default = null;
      example = literalExpression "./secrets/ovh-cloud.yaml";
      description = ''
        This machine's secrets, a YAML file encrypted by sops, with one key for each of
        {option}`fleet.secrets.needed`.
      '';
    };

    needed = mkOption {
      type = types.attrsOf (
        types.submodule {
          options = {
            owner = mkOption {
              type = types.str;
              default = "root";
              description = "The user who may read it.";
            };
            restartUnits = mkOption {
              type = types.listOf types.str;
              default = [ ];
              example = [ "ovos-messagebus.service" ];
              description = "Units that are restarted when it changes.";
            };
          };
        }
      );
      default = { };
      example = literalExpression ''{ mesh-key = { }; grafana-password.owner = "grafana"; }'';
      description = "What the profiles of this machine need to find in the file.";
    };

    path = mkOption {
      type = types.functionTo types.str;
      readOnly = true;
      default = name: "/run/secrets/${name}";
      defaultText = literalExpression ''name: "/run/secrets/''${name}"'';
      description = "Where a secret is on the running machine.";
    };
  };

  config = {
    assertions = [
      {
        assertion = cfg.file != null || config.fleet.example;
        message = "fleet.secrets.file: ${config.fleet.host} needs the secrets ${lib.concatStringsSep ", " (lib.attrNames cfg.needed)}; `deploy secrets ${config.fleet.host}` makes the file.";
      }
    ];

    sops = lib.mkIf (cfg.file != null) {
      defaultSopsFile = cfg.file;
      age.sshKeyPaths = [ "/etc/ssh/ssh_host_ed25519_key" ];
      gnupg.sshKeyPaths = [ ];
      secrets = lib.mapAttrs (_: secret: { inherit (secret) owner restartUnits; }) cfg.needed;
    };
  };
}
