# The message bus, which every other part talks over, and who is let in.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    mkDefault
    mkEnableOption
    mkIf
    mkMerge
    mkOption
    optional
    types
    ;
  cfg = config.services.ovos;
  parts = import ./parts.nix { inherit config lib pkgs; };
  auth = cfg.authentication;

  isHere = cfg.bus.url == null;
  hasKeys = auth.enable && (auth.apiKeys != [ ] || auth.apiKeyFile != null);
  isLoopback =
    lib.elem cfg.host [
      "localhost"
      "::1"
    ]
    || lib.hasPrefix "127." cfg.host;
  isInStore = file: builtins.isPath file || lib.hasPrefix builtins.storeDir (toString file);
  # Whether other machines get as far as the bus.
  isOpen = !isLoopback && (cfg.openFirewall || !config.networking.firewall.enable);

  declaredKeys = pkgs.writeText "ovos-api-keys" (lib.concatLines auth.apiKeys);
in
{
  options.services.ovos.authentication = {
    enable = mkEnableOption "API keys: nobody gets onto the bus over TCP without one";

    apiKeys = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "0f3c...e1 kitchen satellite" ];
      description = ''
        Keys, each optionally followed by a name and a role: `KEY [NAME [ROLE]]`. They end up in the Nix
        store, where everybody on the machine can read them, so there is a warning; use
        {option}`services.ovos.authentication.apiKeyFile` for anything but a test.
      '';
    };

    apiKeyFile = mkOption {
      type = types.nullOr types.path;
      default = null;
      example = "/run/secrets/ovos-api-keys";
      description = ''
        File with the keys, one a line, each optionally followed by a name and a role. systemd reads it
        when the bus starts and hands it on as a credential, so it may be root's alone, as sops-nix and
        agenix make it. A file in the Nix store is refused.
      '';
    };
  };

  config = mkIf cfg.enable {
    assertions = [
      {
        assertion = auth.enable -> isHere -> hasKeys;
        message = ''
          services.ovos.authentication is enabled, and there is no key, so nobody could get in. Name a file
          with a key a line in services.ovos.authentication.apiKeyFile (`utter key new NAME` makes one).
        '';
      }
      {
        assertion = isHere -> isOpen -> hasKeys;
        message = ''
          The message bus on ${cfg.host}:${toString cfg.port} could be reached by other machines without a key, and whoever
          reaches it controls everything. Set services.ovos.authentication.enable and apiKeyFile, or else
          services.ovos.host = "127.0.0.1"${
            if cfg.openFirewall then
              ", or leave services.ovos.openFirewall off"
            else
              ", or networking.firewall.enable = true"
          }.
        '';
      }
      {
        assertion = auth.apiKeyFile == null || !isInStore auth.apiKeyFile;
        message = ''
          services.ovos.authentication.apiKeyFile is ${toString auth.apiKeyFile}, a file that would be in the
          Nix store, where everybody can read it. Write the path as text, "/run/secrets/ovos-api-keys", and
          let sops-nix or agenix put the file there.
        '';
      }
      {
        assertion = cfg.bus.keyFile == null || !isInStore cfg.bus.keyFile;
        message = ''
          services.ovos.bus.keyFile is ${toString cfg.bus.keyFile}, a file that would be in the Nix store,
          where everybody can read it. Write the path as text, "/run/secrets/ovos-bus-key".
        '';
      }
      {
        assertion = isHere || !(auth.enable || cfg.openFirewall);
        message = ''
          services.ovos.bus.url says that the message bus is on another machine, so
          services.ovos.authentication and services.ovos.openFirewall have nothing to guard or open here.
          Set them there, and services.ovos.bus.keyFile here.
        '';
      }
    ];

    warnings =
      optional (auth.apiKeys != [ ]) ''
        services.ovos.authentication.apiKeys puts keys into the Nix store, where everybody on this machine can
        read them. Put them into a file that services.ovos.authentication.apiKeyFile names.
      ''
      ++ optional (!auth.enable && (auth.apiKeys != [ ] || auth.apiKeyFile != null)) ''
        services.ovos.authentication has keys that nobody is asked for. Set services.ovos.authentication.enable.
      ''
      ++ optional (isHere && !isLoopback && !hasKeys && !isOpen) ''
        The message bus on ${cfg.host}:${toString cfg.port} asks for no key; only the firewall keeps other
        machines out. Set services.ovos.authentication, or services.ovos.host = "127.0.0.1".
      '';

    services.ovos.settings.bus = mkMerge [
      (mkIf isHere {
        host = mkDefault cfg.host;
        port = mkDefault cfg.port;
        # The door of the other parts, who are known by their user there and need no key.
        socket = mkDefault "/run/ovos/bus.sock";
        keys_file = mkIf hasKeys (mkDefault "/run/ovos/api-keys");
        # The assertions above have seen to it that the firewall keeps others out.
        insecure_bind_allowed = mkIf (!hasKeys && !isLoopback) (mkDefault true);
      })
      (mkIf (!isHere) {
        url = mkDefault cfg.bus.url;
      })
    ];

    networking.firewall.allowedTCPPorts = mkIf (isHere && cfg.openFirewall) [ cfg.port ];

    systemd.services.ovos-messagebus = mkIf isHere (
      parts.service {
        description = "OpenVoiceOS message bus";
        arguments = [
          "service"
          "bus"
        ];
        serviceConfig = {
          RuntimeDirectory = "ovos";
          ConfigurationDirectory = "ovos";
          ExecStartPost = lib.concatStringsSep " " [
            "${pkgs.curl}/bin/curl --fail --silent --show-error --output /dev/null"
            "--retry 20 --retry-delay 1 --retry-all-errors --max-time 25"
            "--unix-socket ${cfg.settings.bus.socket} http://localhost/health"
          ];
        }
        // lib.optionalAttrs hasKeys {
          LoadCredential =
            optional (auth.apiKeyFile != null) "api-keys:${toString auth.apiKeyFile}"
            ++ optional (auth.apiKeys != [ ]) "declared-api-keys:${declaredKeys}";
          ExecStartPre = pkgs.writeShellScript "ovos-join-api-keys" ''
            umask 077
            ${pkgs.coreutils}/bin/cat "$CREDENTIALS_DIRECTORY"/*api-keys > /run/ovos/api-keys
          '';
        };
      }
    );
  };
}
