# The program, built from this repository.
{
  lib,
  stdenv,
  cmake,
  ninja,
  pkg-config,
  boost,
  cli11,
  curl,
  espeak-ng,
  flite,
  fmt,
  grpc,
  gtest,
  howard-hinnant-date,
  icu,
  libpulseaudio,
  libsndfile,
  libstemmer,
  libyaml,
  mpv-unwrapped,
  openssl,
  prometheus-cpp,
  protobuf,
  python3,
  sdbus-cpp,
  sherpa-onnx,
  simdjson,
  soci,
  soxr,
  spdlog,
  speexdsp,
  sqlite,
  systemdLibs,
  tomlplusplus,
  tzdata,
  valijson,
  webrtc-audio-processing_0_3,
  # The page that the platform serves; null leaves it out.
  dashboard ? null,
  # eSpeak NG speaks every language, and its licence makes the program GPL-3.
  withEspeak ? true,
  # Hears and speaks with models of sherpa-onnx, in process; brings the ONNX runtime.
  withSherpa ? false,
  # Skills of other authors in C++, which the program is built with: packages of buildOvosSkill.
  extraSkills ? [ ],
}:
let
  inherit (lib) fileset;
  # The tests know which skills there are.
  doCheck = extraSkills == [ ];
in
stdenv.mkDerivation {
  pname = "utter";
  inherit (import ../lib { inherit lib; }) version;

  # What is built and nothing else: a change of the documentation or of a module builds nothing anew.
  src = fileset.toSource {
    root = ../..;
    fileset = fileset.unions [
      ../../CMakeLists.txt
      ../../CHANGELOG.md
      ../../LICENSE
      ../../NOTICE
      ../../README.md
      ../../apps
      ../../cmake
      ../../docs/cli.md
      ../../docs/configuration.md
      ../../packaging
      ../../share
      ../../skills
      ../../src
      (fileset.difference ../../tests ../../tests/nix)
      ../../workers/proto
    ];
  };

  strictDeps = true;
  nativeBuildInputs = [
    cmake
    # Which make C++ of workers/proto.
    grpc
    ninja
    pkg-config
    protobuf
  ];
  buildInputs = [
    boost
    cli11
    curl
    flite
    fmt
    grpc
    howard-hinnant-date
    icu
    libpulseaudio
    libsndfile
    libstemmer
    libyaml
    mpv-unwrapped
    openssl
    prometheus-cpp
    protobuf
    sdbus-cpp
    simdjson
    soci
    soxr
    spdlog
    speexdsp
    sqlite
    systemdLibs
    tomlplusplus
    valijson
    webrtc-audio-processing_0_3
  ]
  ++ lib.optional withEspeak espeak-ng
  ++ lib.optional withSherpa sherpa-onnx;
  checkInputs = [ gtest ];
  nativeCheckInputs = [
    python3
    tzdata
  ];

  cmakeFlags = [
    (lib.cmakeBool "UTTER_BUILD_TESTS" doCheck)
    (lib.cmakeBool "UTTER_WITH_ESPEAK" withEspeak)
    (lib.cmakeBool "UTTER_WITH_SHERPA" withSherpa)
    # nixpkgs has PocketSphinx 5, whose interface is another. Hearing is faster-whisper's here.
    (lib.cmakeBool "UTTER_WITH_POCKETSPHINX" false)
    # Below the prefix, where the names of the parts are linked to the program.
    (lib.cmakeFeature "CMAKE_INSTALL_BINDIR" "bin")
    (lib.cmakeFeature "UTTER_EXTRA_SKILLS" (
      lib.concatMapStringsSep ";" (skill: "${skill}/share/ovos/skills/${skill.ovosSkill.id}") extraSkills
    ))
  ];

  inherit doCheck;
  # The others drive the built program with Python and the sound server.
  checkPhase = ''
    runHook preCheck
    TZDIR=${tzdata}/share/zoneinfo ctest --label-regex '^unit$' --parallel $NIX_BUILD_CORES --output-on-failure
    runHook postCheck
  '';

  # Debian's units, for who wants the whole assistant in one service.
  postInstall = ''
    substituteInPlace $out/lib/systemd/{system,user}/utter*.service --replace-fail /usr/bin/utter $out/bin/utter
  ''
  + lib.optionalString (dashboard != null) ''
    cp -r ${dashboard} $out/share/utter/dashboard
  '';

  meta = {
    description = "Voice operating system that runs on hardware you control";
    license = if withEspeak then lib.licenses.gpl3Plus else lib.licenses.asl20;
    mainProgram = "utter";
    platforms = [
      "x86_64-linux"
      "aarch64-linux"
    ];
  };
}
