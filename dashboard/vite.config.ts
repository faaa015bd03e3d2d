import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

// The platform the development server passes requests on to: the fake one, or a real `utter run`.
const platform = process.env.UTTER_URL ?? "http://127.0.0.1:8080";
const paths = ["status", "voices", "personas", "training", "sessions", "turns", "skills", "metrics", "v1"];

/** What a browser loads before anything is clicked, compressed; the build fails above it. */
const first_load_max = 60 * 1024;

/** Writes the licences of what is bundled, and a .gz beside each text file, for servers that do not compress. */
function finish(): Plugin {
  let out = "";
  const packages = new Set<string>();
  const first = new Set(["index.html", "theme.js", "favicon.svg"]);
  return {
    name: "finish",
    apply: "build",
    configResolved: ({ root, build }) => void (out = resolve(root, build.outDir)),
    generateBundle(_, bundle) {
      for (const item of Object.values(bundle)) {
        if (item.type !== "chunk") continue;
        for (const [id, { renderedLength }] of Object.entries(item.modules)) {
          const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id) ?? [];
          if (name && renderedLength > 0) packages.add(name);
          // The helper that loads chunks is Vite's own.
          if (id.includes("vite/preload-helper")) packages.add("vite");
        }
        if (!item.isEntry) continue;
        first.add(item.fileName);
        for (const name of item.imports) first.add(name);
        for (const name of item.viteMetadata?.importedCss ?? []) first.add(name);
      }
      const texts = [...packages].sort().map((name) => {
        const folder = join("node_modules", name);
        const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
        const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
        // Vite's file goes on with the licences of what the development server is made of.
        const text = file ? readFileSync(join(folder, file), "utf8").split(/^# Licenses of bundled/m)[0]! : "";
        return `${name} ${version} (${license})\n\n${text.trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licenses.txt", source: texts.join(`\n${"-".repeat(72)}\n\n`) });
    },
    closeBundle() {
      let first_load = 0;
      for (const entry of readdirSync(out, { recursive: true, encoding: "utf8" })) {
        if (!/\.(html|js|css|svg|txt)$/.test(entry)) continue;
        const compressed = gzipSync(readFileSync(join(out, entry)), { level: 9 });
        writeFileSync(join(out, `${entry}.gz`), compressed);
        if (first.has(entry)) first_load += compressed.length;
      }
      console.log(`first load: ${(first_load / 1024).toFixed(1)} KiB compressed`);
      if (first_load > first_load_max) throw new Error(`the first load is more than ${first_load_max / 1024} KiB`);
    },
  };
}

export default defineConfig({
  plugins: [svelte(), finish()],
  // Relative, so that the files can be served from any path.
  base: "./",
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // The content security policy has no "data:".
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      ...Object.fromEntries(paths.map((path) => [`/${path}`, { target: platform }])),
      "/ws/": { target: platform, ws: true },
    },
  },
  test: { include: ["src/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
