// Bundles the portal's client side: node build.mjs OUT MODULES. Packages come from package-lock.json into a folder of MODULES named after that
// file's hash, so that every build of a version shares them; scripts, styles and icons go to OUT under names with their content's hash, each also
// compressed, and OUT/manifest.json, written last, says which is which.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const began = new Date();
const here = dirname(fileURLToPath(import.meta.url));
const [out, modules] = process.argv.slice(2).map(path => resolve(path));
const hashOf = content => createHash("sha256").update(content).digest("hex").slice(0, 12);

/** Installs the locked packages once; of two builds at once the first to finish gives its folder, the other removes its own. */
function packages() {
  const lock = readFileSync(join(here, "package-lock.json"));
  const folder = join(modules, hashOf(lock));
  if (!existsSync(folder)) {
    mkdirSync(modules, { recursive: true });
    const making = mkdtempSync(join(modules, "making-"));
    for (const file of ["package.json", "package-lock.json"]) cpSync(join(here, file), join(making, file));
    const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
      { cwd: making, encoding: "utf8", shell: process.platform === "win32" });
    if (npm.status !== 0) {
      rmSync(making, { recursive: true, force: true });
      throw new Error(`npm ci failed: ${npm.error?.message ?? npm.stderr}`);
    }
    try {
      renameSync(making, folder);
    } catch (error) {
      if (!existsSync(folder)) throw error;
      rmSync(making, { recursive: true, force: true });
    }
  }
  return join(folder, "node_modules");
}

/** Fluent's tokens as custom properties: light, dark where the system asks for it, and either where the person chose. */
async function tokens(nodeModules) {
  const { webLightTheme, webDarkTheme } = await import(pathToFileURL(join(nodeModules, "@fluentui/tokens/lib/index.js")).href);
  const lines = (theme, names) => names.map(name => `--${name}:${theme[name]}`).join(";");
  const all = Object.keys(webLightTheme);
  const differing = all.filter(name => webLightTheme[name] !== webDarkTheme[name]);
  return `:root{color-scheme:light;${lines(webLightTheme, all)}}
:root[data-theme=dark]{color-scheme:dark;${lines(webDarkTheme, differing)}}
@media(prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${lines(webDarkTheme, differing)}}}`;
}

/** The icons of icons.json as one file of symbols. */
function sprite(nodeModules, icons) {
  const symbols = icons.map(name => {
    const svg = readFileSync(join(nodeModules, "@fluentui/svg-icons/icons", `${name}_20_regular.svg`), "utf8");
    return `<symbol id="${name}" viewBox="0 0 20 20">${svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "")}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

const nodeModules = packages();
const esbuild = createRequire(join(nodeModules, "x.js"))("esbuild");
const icons = JSON.parse(readFileSync(join(here, "icons.json"), "utf8"));
const tokensCss = await tokens(nodeModules);
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: { portal: "portal.ts", styles: "styles/index.css" },
  nodePaths: [nodeModules],
  outdir: out,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[name]-[hash]",
  assetNames: "[name]-[hash]",
  bundle: true, splitting: true, format: "esm", minify: true, legalComments: "none", charset: "utf8",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  external: ["/assets/*"],
  metafile: true, write: false, logLevel: "silent",
  plugins: [{
    name: "tokens",
    setup(build) {
      build.onResolve({ filter: /^tokens\.css$/ }, () => ({ path: "tokens.css", namespace: "tokens" }));
      build.onLoad({ filter: /.*/, namespace: "tokens" }, () => ({ contents: tokensCss, loader: "css" }));
    },
  }],
}).catch(failure => {
  // In MSBuild's own form, so that an editor finds the line.
  for (const { location, text } of failure.errors ?? [])
    console.error(location ? `${join(here, location.file)}(${location.line},${location.column + 1}): error CLIENT: ${text}` : `error CLIENT: ${text}`);
  if (!failure.errors?.length) console.error(`error CLIENT: ${failure.message}`);
  process.exit(1);
});

mkdirSync(out, { recursive: true });
const files = new Map(result.outputFiles.map(file => [basename(file.path), Buffer.from(file.contents)]));
const entry = extension => [...files.keys()].find(name => name.endsWith(extension) && !name.startsWith("chunk-"));
const iconFile = Buffer.from(sprite(nodeModules, icons));
files.set(`icons-${hashOf(iconFile)}.svg`, iconFile);
const mark = readFileSync(join(here, "mark.svg"));
files.set(`mark-${hashOf(mark)}.svg`, mark);
const write = (name, content) => {
  const beside = join(out, `.${name}.${process.pid}`);
  writeFileSync(beside, content);
  renameSync(beside, join(out, name));
};
const written = new Set(["manifest.json"]);
for (const [name, content] of files) {
  const forms = { [name]: content, [`${name}.gz`]: gzipSync(content, { level: 9 }),
    [`${name}.br`]: brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }) };
  for (const [form, bytes] of Object.entries(forms)) {
    write(form, bytes);
    written.add(form);
  }
}
for (const old of readdirSync(out)) if (!written.has(old)) rmSync(join(out, old), { force: true });
write("manifest.json", JSON.stringify({
  script: entry(".js"), style: entry(".css"),
  chart: [...files.keys()].find(name => name.startsWith("chunk-chart-")),
  icons: [...files.keys()].find(name => name.startsWith("icons-")),
  mark: [...files.keys()].find(name => name.startsWith("mark-")),
  iconNames: icons,
}));
// What was saved while this ran is newer than what came of it, so that the next build takes it.
utimesSync(join(out, "manifest.json"), began, began);
