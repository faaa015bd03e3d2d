# The page in the browser that the platform serves. Its packages are those of package-lock.json, each
# fetched by the hash that stands there.
{
  lib,
  buildNpmPackage,
  importNpmLock,
}:
let
  inherit (lib) fileset;
  root = ../../dashboard;
in
buildNpmPackage {
  pname = "utter-dashboard";
  inherit (import ../lib { inherit lib; }) version;

  src = fileset.toSource {
    inherit root;
    fileset = fileset.unions [
      (root + "/index.html")
      (root + "/package-lock.json")
      (root + "/package.json")
      (root + "/public")
      (root + "/src")
      (root + "/svelte.config.js")
      (root + "/tsconfig.json")
      (root + "/vite.config.ts")
    ];
  };

  npmDeps = importNpmLock { npmRoot = root; };
  inherit (importNpmLock) npmConfigHook;
  # Nothing that is fetched runs a program of its own before the build.
  npmRebuildFlags = [ "--ignore-scripts" ];

  installPhase = ''
    runHook preInstall
    cp -r dist $out
    runHook postInstall
  '';

  meta = {
    description = "Utter's dashboard, as files that a web server or the platform serves";
    license = lib.licenses.asl20;
    platforms = lib.platforms.all;
  };
}
