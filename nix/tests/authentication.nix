# Keys: nobody gets in without one, a role limits what its key may do, and the file stays root's alone.
{
  name = "ovos-authentication";

  nodes.machine = {
    imports = [ ../modules/ovos.nix ];
    # In the place of sops-nix or agenix.
    systemd.tmpfiles.settings."10-test"."/run/secrets/ovos-api-keys"."f+" = {
      mode = "0400";
      argument = "good-key-of-thirty-two-letters-ok me\\nwatching-key-of-thirty-two-letters tv watcher\\n";
    };
    services.ovos = {
      enable = true;
      openFirewall = true;
      authentication = {
        enable = true;
        apiKeyFile = "/run/secrets/ovos-api-keys";
      };
      plugins.skills.enable = true;
      settings.bus.roles.watcher.publish = [ ];
    };
  };

  testScript = ''
    connect = (
        "curl --silent --output /dev/null --write-out '%{http_code}' --max-time 3 --http1.1"
        " -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13'"
        " -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='"
    )
    url = "http://127.0.0.1:8181/core"

    def status(extra=""):
        return machine.execute(f"{connect} {extra} {url}")[1].strip()

    machine.wait_for_unit("ovos-core")
    machine.wait_for_open_port(8181)
    assert status() == "401", status()
    assert status("-H 'Authorization: Bearer wrong'") == "401"
    assert status("-H 'Authorization: Bearer good-key-of-thirty-two-letters-ok'") == "101"
    machine.succeed("curl --fail http://127.0.0.1:8181/health")

    machine.succeed("test $(stat -c %a /run/secrets/ovos-api-keys) = 400")
    machine.succeed("test $(stat -c '%a %U' /run/ovos/api-keys | tr -d ' ') = 600ovos")
    machine.fail("grep -r good-key-of-thirty /etc/ovos /nix/store/*utter.toml")
    machine.succeed("iptables -S nixos-fw | grep -e '--dport 8181'")
  '';
}
