// One ES module without imports, one style sheet, and the licences of what is in the module.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { defineConfig } from "vite";

/** Write licences.txt: every package whose code is in the bundle, by name. */
function licences() {
  const packages = new Map();
  return {
    name: "licences",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        for (const id of Object.keys(chunk.modules ?? {})) {
          const match = /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id);
          if (match) packages.set(match[1], true);
        }
      }
      const parts = [...packages.keys()].sort().map((folder) => {
        const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
        const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
        const words = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${about.license}`;
        return `${about.name} ${about.version} (${about.license})\n\n${words}\n`;
      });
      this.emitFile({ type: "asset", fileName: "licences.txt", source: parts.join(`\n${"-".repeat(72)}\n\n`) });
      this.emitFile({ type: "asset", fileName: "sources.txt", source: `${sources()}\n` });
    },
  };
}

const HERE = dirname(new URL(import.meta.url).pathname);

/** Write sources.txt: a digest of all that the page is built from, so that a stale page is noticed without Node. */
function sources() {
  const files = ["package-lock.json", "tsconfig.json", "vite.config.js"];
  for (const entry of readdirSync(join(HERE, "src"), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) files.push(relative(HERE, join(entry.parentPath ?? entry.path, entry.name)));
  }
  const digest = createHash("sha256");
  for (const file of files.sort()) digest.update(`${file}\0`).update(readFileSync(join(HERE, file))).update("\0");
  return digest.digest("hex");
}

export default defineConfig({
  root: HERE,
  logLevel: "warn",
  plugins: [licences()],
  build: {
    target: "es2022",
    outDir: "../collusion/view",
    emptyOutDir: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    lib: { entry: "src/main.ts", formats: ["es"], fileName: () => "page.js", cssFileName: "page" },
    rollupOptions: { output: { inlineDynamicImports: true } },
    minify: "esbuild",
  },
  esbuild: { legalComments: "none", charset: "utf8" },
});
