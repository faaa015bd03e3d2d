# Prometheus and Grafana for the whole fleet, on one of its machines. Grafana is reached through SSH:
# ssh -L 3000:127.0.0.1:3000 HOST, then http://127.0.0.1:3000.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  cfg = config.fleet.monitoring;
  prometheus = config.services.prometheus;

  targetsOf = port: names: [
    {
      targets = map (name: "${name}.fleet:${toString port}") names;
    }
  ];
in
{
  options.fleet.monitoring = {
    assistants = mkOption {
      type = types.listOf types.str;
      example = [ "ovh-cloud" ];
      description = "Machines of {option}`fleet.hosts` whose assistant is measured, with the key in the secret `metrics-key`.";
    };
    assistantPort = mkOption {
      type = types.port;
      default = 8181;
      description = "The TCP port of their buses.";
    };
    alertWebhook = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "http://127.0.0.1:9095/alerts";
      description = ''
        Where Alertmanager posts alerts. `null`: they are shown in Prometheus and Grafana and go nowhere
        else.
      '';
    };
    retention = mkOption {
      type = types.strMatching "[0-9]+(d|w|y)";
      default = "90d";
      description = "How long figures are kept.";
    };
  };

  config = {
    assertions = map (name: {
      assertion = config.fleet.hosts ? ${name};
      message = "fleet.monitoring.assistants: \"${name}\" is not in fleet.hosts.";
    }) cfg.assistants;

    fleet.secrets.needed = {
      metrics-key.owner = "prometheus";
      grafana-password.owner = "grafana";
      grafana-secret-key.owner = "grafana";
    };

    services.prometheus = {
      enable = true;
      listenAddress = "127.0.0.1";
      retentionTime = cfg.retention;
      globalConfig.scrape_interval = "15s";
      # The check would look for the key, which is not there while the system is built.
      checkConfig = "syntax-only";
      ruleFiles = [ ../monitoring/alerts.yaml ];
      scrapeConfigs = [
        {
          job_name = "utter";
          authorization.credentials_file = config.fleet.secrets.path "metrics-key";
          static_configs = targetsOf cfg.assistantPort cfg.assistants;
        }
        {
          job_name = "node";
          static_configs = targetsOf prometheus.exporters.node.port (lib.attrNames config.fleet.hosts);
        }
      ];
      alertmanagers = lib.mkIf (cfg.alertWebhook != null) [
        { static_configs = [ { targets = [ "127.0.0.1:9093" ]; } ]; }
      ];
      alertmanager = lib.mkIf (cfg.alertWebhook != null) {
        enable = true;
        listenAddress = "127.0.0.1";
        configuration = {
          route.receiver = "webhook";
          receivers = [
            {
              name = "webhook";
              webhook_configs = [ { url = cfg.alertWebhook; } ];
            }
          ];
        };
      };
    };

    services.grafana = {
      enable = true;
      settings = {
        server = {
          http_addr = "127.0.0.1";
          http_port = 3000;
        };
        security = {
          admin_password = "$__file{${config.fleet.secrets.path "grafana-password"}}";
          secret_key = "$__file{${config.fleet.secrets.path "grafana-secret-key"}}";
        };
        analytics.reporting_enabled = false;
        analytics.check_for_updates = false;
        users.allow_sign_up = false;
      };
      provision = {
        enable = true;
        datasources.settings = {
          apiVersion = 1;
          datasources = [
            {
              name = "Prometheus";
              uid = "prometheus";
              type = "prometheus";
              url = "http://127.0.0.1:${toString prometheus.port}";
              isDefault = true;
            }
          ];
        };
        dashboards.settings = {
          apiVersion = 1;
          providers = [
            {
              name = "utter";
              options.path = pkgs.linkFarm "utter-dashboards" [
                {
                  name = "utter.json";
                  path = ../monitoring/dashboard.json;
                }
              ];
            }
          ];
        };
      };
    };

    fleet.health.checks = {
      prometheus = "curl --fail --silent --max-time 5 http://127.0.0.1:${toString prometheus.port}/-/ready";
      grafana = "curl --fail --silent --max-time 5 http://127.0.0.1:3000/api/health";
    };
  };
}
