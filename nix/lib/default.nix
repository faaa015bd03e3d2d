# What packages and modules share. It needs nixpkgs' `lib` alone, so that it can be evaluated without
# a package set.
{ lib }:
{
  inherit (import ./text.nix { inherit lib; }) unknownName;
  models = import ./models.nix { inherit lib; };
  systemd = import ./systemd.nix { inherit lib; };

  # Of pkgs.ovosSkills: those the program has, and Python's by what update.py wrote of them.
  skills = {
    native = [
      "about"
      "alarm"
      "calculator"
      "date-time"
      "reminder"
      "timer"
      "unknown"
    ];
    python = (lib.importJSON ../packages/python/lock.json).skills;
  };

  # The version of everything that is built from this repository.
  version = lib.head (
    builtins.match ".*project\\(utter VERSION ([0-9.]+).*" (builtins.readFile ../../CMakeLists.txt)
  );
}
