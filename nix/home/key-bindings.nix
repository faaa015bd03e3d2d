# One way to write a key for four desktops: GNOME's, as "<Super><Shift>space".
{ lib }:
let
  inherit (lib) concatMapStrings concatMapStringsSep concatStringsSep;

  modifiers = {
    Super = {
      hyprland = "SUPER";
      sway = "Mod4";
      kde = "Meta";
    };
    Control = {
      hyprland = "CTRL";
      sway = "Control";
      kde = "Ctrl";
    };
    Alt = {
      hyprland = "ALT";
      sway = "Mod1";
      kde = "Alt";
    };
    Shift = {
      hyprland = "SHIFT";
      sway = "Shift";
      kde = "Shift";
    };
  };

  # GNOME itself takes these for the same keys.
  synonyms = {
    Primary = "Control";
    Ctrl = "Control";
    Meta = "Super";
  };

  pattern = "((<[A-Za-z]+>)*)([A-Za-z0-9_]+)";

  # Names of keys that Qt calls differently from X.
  kdeKeys = {
    Return = "Return";
    Escape = "Esc";
    Prior = "PgUp";
    Next = "PgDown";
    Print = "Print";
  };
  kdeKey = key: kdeKeys.${key} or (lib.toUpper (lib.substring 0 1 key) + lib.substring 1 (-1) key);
in
rec {
  type = lib.types.addCheck (lib.types.strMatching pattern) isKnown // {
    name = "keyBinding";
    description = "key with modifiers, as \"<Super>space\" (modifiers: ${
      concatStringsSep ", " (lib.attrNames (modifiers // synonyms))
    })";
  };

  isKnown =
    binding:
    lib.isString binding
    && builtins.match pattern binding != null
    && lib.all (name: modifiers ? ${name}) (parse binding).modifiers;

  # "<Super>space" -> { modifiers = [ "Super" ]; key = "space"; }
  parse =
    binding:
    let
      parts = builtins.match pattern binding;
      names = lib.filter (part: lib.isString part && part != "") (
        builtins.split "[<>]+" (lib.head parts)
      );
    in
    {
      modifiers = map (name: synonyms.${name} or name) names;
      key = lib.elemAt parts 2;
    };

  # An entry of Hyprland's `bind`, in its old language or in Lua.
  hyprland =
    configType: it:
    let
      parsed = parse it.binding;
      held = map (name: modifiers.${name}.hyprland) parsed.modifiers;
    in
    if configType == "lua" then
      {
        _args = [
          (concatStringsSep " + " (held ++ [ parsed.key ]))
          (lib.generators.mkLuaInline "hl.dsp.exec_cmd(${builtins.toJSON it.command})")
        ];
      }
    else
      "${concatStringsSep " " held}, ${parsed.key}, exec, ${it.command}";

  sway =
    binding:
    let
      parsed = parse binding;
    in
    concatMapStrings (name: "${modifiers.${name}.sway}+") parsed.modifiers + parsed.key;

  gnome =
    binding:
    let
      parsed = parse binding;
    in
    concatMapStrings (name: "<${name}>") parsed.modifiers + parsed.key;

  kde =
    binding:
    let
      parsed = parse binding;
    in
    concatMapStrings (name: "${modifiers.${name}.kde}+") parsed.modifiers + kdeKey parsed.key;

  desktops = [
    "hyprland"
    "sway"
    "gnome"
    "kde"
  ];

  # Settings of the home-manager configuration `config` that bind keys on the desktops named.
  #   bindings: { NAME = { binding; command; description; }; }   desktops: list of the names above
  bind =
    {
      config,
      bindings,
      desktops,
    }:
    let
      on = desktop: lib.mkIf (lib.elem desktop desktops && bindings != { });
      gnomeKeys = "org/gnome/settings-daemon/plugins/media-keys";
      gnomePath = name: "${gnomeKeys}/custom-keybindings/${name}";
    in
    {
      wayland.windowManager.hyprland.settings = on "hyprland" {
        bind = map (hyprland (config.wayland.windowManager.hyprland.configType or "hyprlang")) (
          lib.attrValues bindings
        );
      };

      # Not `config.keybindings`: a value there would replace sway's own keys, or be replaced by the user's.
      wayland.windowManager.sway.extraConfig = on "sway" (
        concatMapStringsSep "\n" (it: "bindsym ${sway it.binding} exec ${it.command}") (
          lib.attrValues bindings
        )
      );

      dconf.settings = on "gnome" (
        {
          ${gnomeKeys}.custom-keybindings = map (name: "/${gnomePath name}/") (lib.attrNames bindings);
        }
        // lib.mapAttrs' (
          name: it:
          lib.nameValuePair (gnomePath name) {
            name = it.description;
            binding = gnome it.binding;
            inherit (it) command;
          }
        ) bindings
      );

      # Plasma's shortcut service takes the keys of applications from their desktop files.
      xdg.desktopEntries = on "kde" (
        lib.mapAttrs (_: it: {
          name = it.description;
          exec = it.command;
          noDisplay = true;
          settings.X-KDE-Shortcuts = kde it.binding;
        }) bindings
      );
    };

  # What home-manager itself knows to run here, and KDE's file, which lies idle elsewhere. GNOME's
  # settings go through dconf, which is missing on machines without it: so it has to be asked for.
  declaredDesktops =
    config:
    lib.optional config.wayland.windowManager.hyprland.enable "hyprland"
    ++ lib.optional config.wayland.windowManager.sway.enable "sway"
    ++ [ "kde" ];
}
