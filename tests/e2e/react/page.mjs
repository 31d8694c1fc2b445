// The app in a page of its own, with the package and one version of React bundled as an app bundles them.

import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { useHouse } from "../house.mjs";
import { ROOT } from "../sandbox.mjs";

export const VERSIONS = ["18", "19"];

/** What waits for ever is a failure, too. */
export const LIMIT = { timeout: 60_000 };

const BUNDLE = "/app.js";
const MAIN = "<main></main>";

// The package's own exports say which files these are.
const pkg = createRequire(join(ROOT, "pkg", "package.json"));
const alias = Object.fromEntries(["ibex-wallet-sdk", "ibex-wallet-sdk/react"].map((name) => [name, pkg.resolve(name)]));

/** The text of a bundle of one of the files beside this one, or of what `options` name. */
export async function bundle(entry, version, options) {
  const { outputFiles } = await build({
    ...(entry && { entryPoints: [fileURLToPath(new URL(entry, import.meta.url))] }),
    bundle: true,
    write: false,
    format: "esm",
    jsx: "automatic",
    jsxDev: true,
    define: { "process.env.NODE_ENV": '"development"' },
    nodePaths: [join(ROOT, "tests", "react", version, "node_modules")],
    alias,
    ...options,
  });
  return outputFiles[0].text;
}

/** The house of a test file; `open(t, version)` opens the page with `window.app` in it and nothing mounted. */
export function useReactHouse() {
  const house = useHouse();
  const bundles = new Map();
  house.openReact = openReact;
  return house;

  async function openReact(t, version, { html = MAIN, prepare } = {}) {
    if (!bundles.has(version)) bundles.set(version, bundle("client.jsx", version));
    const script = await bundles.get(version);
    const visit = await house.open(t);
    const { page, complaints } = visit;
    await prepare?.(page);
    await page.route(`**${BUNDLE}`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
    const body = `<!doctype html><title>App</title>${html}<script type="module" src="${BUNDLE}"></script>`;
    await page.route("**/app", (route) => route.fulfill({ contentType: "text/html", body }));
    await page.goto(`${house.sandbox.url}/app`);
    return {
      ...visit,
      /** Waits until this holds in the page. */
      until: (check, argument) => page.waitForFunction(check, argument),
      /** Mounts components that read, and waits for their client. */
      async mount(...readers) {
        await page.evaluate((readers) => window.app.mount(readers), readers);
        await page.waitForFunction((names) => names.every((name) => window.app.view(name)?.ready), readers);
      },
      /** Signs somebody new up, and resolves with the id. */
      signUp: () => page.evaluate(async () => (await window.app.hooks.one.client.signUp()).externalUserId),
      view: (name) => page.evaluate((name) => window.app.view(name), name),
      views: (name) => page.evaluate((name) => window.app.views[name], name),
      /** What React and the page complain of. The browser also notes requests that fail, which tests bring about. */
      complaints: () => complaints.filter((text) => !text.startsWith("Failed to load resource")),
    };
  }
}

/** Keeps the requests for user data of this method waiting, until the test lets one go on. */
export async function hold(page, method) {
  const held = [];
  let tell = () => {};
  await page.route("**/userdata**", (route) => {
    if (route.request().method() !== method) return route.fallback();
    held.push(route);
    tell();
  });
  return {
    /** How many have come so far. */
    count: () => held.length,
    /**
     * The one with this number, when it has come: `carryOut` has the server answer it, `answer` hands that over, `refuse`
     * something else.
     */
    async at(index) {
      while (held.length <= index) await new Promise((resolve) => (tell = resolve));
      const route = held[index];
      let response;
      return {
        carryOut: async () => {
          response = await route.fetch();
        },
        answer: () => (response ? route.fulfill({ response }) : route.continue()),
        refuse: (status) => route.fulfill({ status, json: {} }),
      };
    },
    free: () => page.unroute("**/userdata**"),
  };
}
