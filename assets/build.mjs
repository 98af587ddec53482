// Bundles what the pages load into the interface's static folder (ignored by git).
// No inline code, no source maps that would point outside; licences of the parts go along.
import { build } from "esbuild";
import { rm } from "node:fs/promises";

const target = "../src/namro/foundation/interface/static/interface/built";

await rm(target, { recursive: true, force: true });
await build({
  entryPoints: ["src/site.js", "src/site.css"],
  outdir: target,
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "iife",
  target: ["chrome109", "firefox115", "safari16"],
  legalComments: "linked",
  logLevel: "warning",
});
