# The configuration file with these settings, checked: the program reads it while it is built, so a misspelt
# or impossible setting never gets as far as a running machine. (A machine that cannot run the program builds
# without.)
{
  pkgs,
  package,
  settings,
}:
let
  inherit (pkgs) lib;
  canRun = pkgs.stdenv.buildPlatform.canExecute pkgs.stdenv.hostPlatform;
in
pkgs.runCommand "utter.toml"
  {
    nativeBuildInputs = lib.optional canRun package;
    unchecked = (pkgs.formats.toml { }).generate "utter-unchecked.toml" settings;
  }
  ''
    ${lib.optionalString canRun ''utter config check "$unchecked"''}
    cp "$unchecked" "$out"
  ''
