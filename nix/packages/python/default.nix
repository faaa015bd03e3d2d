# The Python packages of OVOS skills that nixpkgs does not have: those of lock.json, which update.py
# writes. Everything else that they need is nixpkgs'.
{ lib, python3Packages }:
let
  lock = lib.importJSON ./lock.json;

  build =
    name: entry:
    python3Packages.buildPythonPackage (
      {
        pname = name;
        inherit (entry) version;
        src = python3Packages.fetchPypi (
          {
            inherit (entry) pname version sha256;
          }
          // lib.optionalAttrs (entry.format == "wheel") {
            format = "wheel";
            dist = entry.python;
            inherit (entry) python;
          }
        );
        dependencies = map (requirement: packages.${requirement} or python3Packages.${requirement}) (
          # What is locked and what nixpkgs calls by another name than PyPI.
          entry.requires
        );
        # nixpkgs has one version of everything, often newer than a skill's authors have tried.
        pythonRelaxDeps = true;
        # Wheels carry no tests; tests/interop runs these very versions.
        doCheck = false;
        meta = {
          description = "Part of the OpenVoiceOS skill framework";
          homepage = "https://pypi.org/project/${name}/";
        };
      }
      // (
        if entry.format == "wheel" then
          { format = "wheel"; }
        else
          {
            pyproject = true;
            build-system = [ python3Packages.setuptools ];
          }
      )
    );

  packages = lib.mapAttrs build lock.packages;
in
{
  inherit packages;

  # Shows the bus's key for programs that know of none.
  busKey = python3Packages.toPythonModule (
    python3Packages.callPackage (
      { runCommand, python }:
      runCommand "utter-bus-key" { meta.description = "Shows the message bus's key for Python skills"; }
        ''
          install -D -m 444 ${./bus-key/utter_bus_key.py} $out/${python.sitePackages}/utter_bus_key.py
          echo 'import utter_bus_key' > $out/${python.sitePackages}/utter_bus_key.pth
        ''
    ) { }
  );
}
