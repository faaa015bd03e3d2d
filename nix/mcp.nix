# Servers of the Model Context Protocol for people who develop with an assistant, as the file that MCP
# clients read (`mcpServers`). All of them are pinned packages: nothing is downloaded when one starts, and
# tokens are read from files then, so that neither the file nor the Nix store has one.
{
  lib,
  coreutils,
  formats,
  github-mcp-server,
  mcp-grafana,
  mcp-nixos,
  mcp-server-fetch,
  mcp-server-filesystem,
  mcp-server-git,
  mcp-server-memory,
  mcp-server-sequential-thinking,
  playwright-mcp,
  writeShellApplication,
}:
let
  # Starts a server with `variable` from the file that `fileVariable` names, or else from the user's secrets.
  withToken =
    {
      server,
      variable,
      secret,
    }:
    writeShellApplication {
      name = "${server.pname or server.name}-with-token";
      runtimeInputs = [ coreutils ];
      text = ''
        file="''${MCP_SECRETS:-''${XDG_CONFIG_HOME:-$HOME/.config}/mcp-secrets}/${secret}"
        if [[ ! -r $file ]]; then
            echo "${secret}: there is no token in $file" >&2
            exit 1
        fi
        ${variable}=$(head -n 1 "$file")
        export ${variable}
        exec ${lib.getExe server} "$@"
      '';
    };

  servers = {
    github = {
      command = lib.getExe (withToken {
        server = github-mcp-server;
        variable = "GITHUB_PERSONAL_ACCESS_TOKEN";
        secret = "github";
      });
      args = [ "stdio" ];
    };
    # The folder that the client was started in, and nothing beside it.
    filesystem = {
      command = lib.getExe mcp-server-filesystem;
      args = [ "." ];
    };
    git = {
      command = lib.getExe mcp-server-git;
      args = [
        "--repository"
        "."
      ];
    };
    nix-search.command = lib.getExe mcp-nixos;
    memory.command = lib.getExe mcp-server-memory;
    sequential-thinking.command = lib.getExe mcp-server-sequential-thinking;
    # A browser without a window and without the user's profile.
    browser = {
      command = lib.getExe playwright-mcp;
      args = [
        "--headless"
        "--isolated"
      ];
    };
    fetch.command = lib.getExe mcp-server-fetch;
    # The fleet's figures; expects `ssh -L 3000:127.0.0.1:3000 HOST`.
    grafana = {
      command = lib.getExe (withToken {
        server = mcp-grafana;
        variable = "GRAFANA_SERVICE_ACCOUNT_TOKEN";
        secret = "grafana";
      });
      env.GRAFANA_URL = "http://127.0.0.1:3000";
    };
  };
in
(formats.json { }).generate "mcp-servers.json" { mcpServers = servers; }
