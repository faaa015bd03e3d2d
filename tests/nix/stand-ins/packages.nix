# A package set in which nothing can be built: every package is its name and what it was made of. Enough
# for our packages and modules to be evaluated where there is no more of nixpkgs than its `lib`.
{ lib }:
let
  fake =
    name: attributes:
    {
      type = "derivation";
      inherit name;
      pname = name;
      outPath = "/nix/store/${lib.concatStrings (lib.genList (_: "0") 32)}-${name}";
      drvPath = "/nix/store/${lib.concatStrings (lib.genList (_: "0") 32)}-${name}.drv";
      meta.mainProgram = name;
      override = _: fake name attributes;
      overrideAttrs = _: fake name attributes;
    }
    // attributes;
  madeOf =
    arguments:
    fake (arguments.name or "${arguments.pname}-${arguments.version}") (
      (arguments.passthru or { })
      // {
        inherit arguments;
        meta = arguments.meta or { };
      }
    );

  # The packages that the expressions take by name.
  known = lib.genAttrs (import ./package-names.nix) (name: fake name { });

  pythonPackages = lib.genAttrs (import ./python-package-names.nix) (name: fake name { }) // {
    buildPythonPackage = madeOf;
    buildPythonApplication = madeOf;
    fetchPypi = arguments: fake arguments.pname { inherit arguments; };
    python = fake "python3" { sitePackages = "lib/python3.13/site-packages"; };
  };

  formats = {
    toml = _: {
      type =
        let
          value =
            lib.types.oneOf [
              lib.types.bool
              lib.types.int
              lib.types.float
              lib.types.str
              lib.types.path
              (lib.types.attrsOf value)
              (lib.types.listOf value)
            ]
            // {
              description = "TOML value";
            };
        in
        value;
      generate = name: value: fake name { inherit value; };
    };
    ini = _: {
      type = lib.types.attrsOf (lib.types.attrsOf lib.types.anything);
      generate = name: value: fake name { inherit value; };
    };
    json = _: {
      type =
        let
          value =
            lib.types.nullOr (
              lib.types.oneOf [
                lib.types.bool
                lib.types.int
                lib.types.float
                lib.types.str
                lib.types.path
                (lib.types.attrsOf value)
                (lib.types.listOf value)
              ]
            )
            // {
              description = "JSON value";
            };
        in
        value;
      generate = name: value: fake name { inherit value; };
    };
  };

  packages =
    pkgs:
    known
    // {
      inherit lib formats;
      stdenv = {
        mkDerivation =
          arguments: madeOf (if lib.isFunction arguments then lib.fix arguments else arguments);
        hostPlatform = lib.systems.elaborate "x86_64-linux";
        buildPlatform = lib.systems.elaborate "x86_64-linux";
        isLinux = true;
      };
      system = "x86_64-linux";
      python3Packages = pythonPackages;
      python3 = fake "python3" {
        pkgs = pythonPackages;
        withPackages =
          choose: fake "python3-env" { packages = map (package: package.name) (choose pythonPackages); };
      };
      callPackage =
        function: arguments:
        let
          f = if lib.isFunction function then function else import function;
        in
        f (lib.intersectAttrs (lib.functionArgs f) pkgs // arguments);
      buildNpmPackage = madeOf;
      importNpmLock = {
        __functor =
          _: { npmRoot }: fake "npm-packages" { lock = lib.importJSON (npmRoot + "/package-lock.json"); };
        npmConfigHook = fake "npm-config-hook" { };
      };
      mkShell = arguments: fake "shell" { inherit arguments; };
      # The machines of a test, each evaluated as far as the declared options reach.
      testers.runNixOSTest =
        file:
        let
          test = import file;
          arguments = if lib.isFunction test then test { inherit pkgs lib; } else test;
        in
        fake arguments.name { inherit (arguments) nodes testScript; };
      buildEnv = arguments: fake arguments.name { inherit arguments; };
      fetchurl = arguments: fake arguments.name { inherit arguments; };
      linkFarm = name: entries: fake name { inherit entries; };
      runCommand =
        name: arguments: script:
        fake name ((arguments.passthru or { }) // { inherit script; } // { meta = arguments.meta or { }; });
      makeDesktopItem = arguments: fake "${arguments.name}.desktop" { inherit arguments; };
      writeText = name: text: fake name { inherit text; };
      writeTextFile = arguments: fake arguments.name { inherit arguments; };
      writeShellScript = name: text: fake name { inherit text; };
      writeShellApplication =
        arguments:
        fake arguments.name {
          inherit (arguments) text;
          meta = {
            mainProgram = arguments.name;
          }
          // arguments.meta or { };
        };
    };
in
lib.makeExtensible packages
