# Is this machine well? When a new generation is not, the last one that was comes back by itself.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib)
    literalExpression
    mkEnableOption
    mkIf
    mkOption
    types
    ;
  cfg = config.fleet.health;

  check = pkgs.writeShellApplication {
    name = "fleet-health";
    runtimeInputs = [
      config.systemd.package
      pkgs.coreutils
      pkgs.curl
    ];
    text = builtins.readFile ./health.sh;
  };

  rollback = pkgs.writeShellApplication {
    name = "fleet-rollback";
    runtimeInputs = [
      config.nix.package
      pkgs.coreutils
    ];
    text = builtins.readFile ./rollback.sh;
  };

  checks = pkgs.writeText "fleet-health-checks" (
    lib.concatLines (lib.mapAttrsToList (name: command: "${name}\t${command}") cfg.checks)
  );

  # A switch that these start themselves must not stop them half way.
  survivesSwitch = {
    restartIfChanged = false;
    unitConfig.X-StopOnRemoval = false;
  };
in
{
  options.fleet.health = {
    checks = mkOption {
      type = types.attrsOf (types.strMatching "[^\n\t]+");
      default = { };
      example = literalExpression ''
        { assistant = "curl --fail --silent http://127.0.0.1:8181/health"; }
      '';
      description = ''
        Commands of a line each, run by bash, that succeed when this machine is well. They are repeated
        until all have succeeded or {option}`fleet.health.timeout` has passed.
      '';
    };
    timeout = mkOption {
      type = types.ints.between 5 3600;
      default = 120;
      description = "Seconds that a machine has, after it started or was switched, to become well.";
    };
    rollback.enable = mkEnableOption "the return to the last generation that was well" // {
      default = true;
    };
  };

  config = {
    fleet.health.checks = {
      sshd = "systemctl is-active --quiet sshd.service || systemctl is-active --quiet sshd.socket";
      failed-units = "test -z \"$(systemctl list-units --failed --plain --no-legend --type=service | grep -Ev '^(fleet|restic)-')\"";
    };

    environment.systemPackages = [ rollback ];

    # After the start; `deploy` starts it again after a switch.
    systemd.services.fleet-health = survivesSwitch // {
      description = "Whether this machine is well";
      wantedBy = [ "multi-user.target" ];
      after = [ "multi-user.target" ];
      onFailure = mkIf cfg.rollback.enable [ "fleet-rollback.service" ];
      path = [
        pkgs.bash
        pkgs.gnugrep
      ];
      serviceConfig = {
        Type = "oneshot";
        ExecStart = "${lib.getExe check} ${checks} ${toString cfg.timeout}";
        TimeoutStartSec = cfg.timeout + 60;
      };
    };

    systemd.services.fleet-rollback = survivesSwitch // {
      description = "Return to the last generation that was well";
      serviceConfig = {
        Type = "oneshot";
        ExecStart = lib.getExe rollback;
        TimeoutStartSec = 600;
      };
    };

    # Updates that the machine makes itself are judged as well.
    systemd.services.nixos-upgrade = mkIf config.system.autoUpgrade.enable {
      onSuccess = [ "fleet-health.service" ];
    };
  };
}
