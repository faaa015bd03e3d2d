# `nix develop .#NAME`: the default one builds and tests Utter; the others are for what stands around it.
{ pkgs }:
let
  inherit (pkgs) lib;
  mcpServers = pkgs.callPackage ./mcp.nix { };
  deploy = pkgs.callPackage ./fleet/deploy.nix { };

  shells = {
    # Utter itself: what it is built from, and what its checks need.
    default = {
      inputsFrom = [ pkgs.utter ];
      packages = [
        pkgs.ccache
        pkgs.clang-tools
        pkgs.gdb
        pkgs.jq
        pkgs.mold
        (pkgs.python3.withPackages (python: [
          python.pytest
          python.pyyaml
          python.websockets
        ]))
        pkgs.shellcheck
      ];
    };

    # Modules, machines and their secrets.
    nix.packages = [
      deploy
      pkgs.age
      pkgs.deadnix
      pkgs.nil
      pkgs.nixfmt-tree
      pkgs.nixos-anywhere
      pkgs.nixos-rebuild-ng
      pkgs.sops
      pkgs.ssh-to-age
      pkgs.statix
      pkgs.wireguard-tools
    ];

    rust.packages = [
      pkgs.cargo
      pkgs.clippy
      pkgs.pkg-config
      pkgs.rust-analyzer
      pkgs.rustc
      pkgs.rustfmt
    ];

    # The dashboard.
    node.packages = [
      pkgs.nodejs
      pkgs.typescript
    ];

    # Workers and interoperability tests.
    python.packages = [
      pkgs.ruff
      pkgs.uv
      (pkgs.python3.withPackages (python: [
        python.grpcio-tools
        python.numpy
        python.pytest
        python.pyyaml
        python.websockets
      ]))
    ];

    go.packages = [
      pkgs.delve
      pkgs.go
      pkgs.gopls
    ];

    # An MCP client of yours takes its servers from the file $MCP_SERVERS.
    mcp = {
      packages = [
        pkgs.jq
        pkgs.nodejs
        pkgs.uv
      ];
      MCP_SERVERS = mcpServers;
      shellHook = ''
        echo "MCP servers: $(jq --raw-output '.mcpServers | keys | join(", ")' "$MCP_SERVERS")"
        echo "client configuration: $MCP_SERVERS"
      '';
    };

    # Local models, and the hands of a desktop agent.
    ai.packages = [
      pkgs.grim
      pkgs.llama-cpp
      pkgs.ollama
      pkgs.wl-clipboard
      pkgs.ydotool
    ];
  };
in
lib.mapAttrs (name: shell: pkgs.mkShell ({ inherit name; } // shell)) shells
