// On a server nothing is there yet, and nothing is made; the page takes over what was rendered there.

import { strict as assert } from "node:assert";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { ROOT } from "../sandbox.mjs";
import { LIMIT, VERSIONS, bundle, useReactHouse } from "./page.mjs";

const house = useReactHouse();

/** The server's half of the app, as Node runs it. */
async function loadServer(version) {
  const folder = join(ROOT, "target", "e2e");
  await mkdir(folder, { recursive: true });
  const file = join(folder, `react-${version}.cjs`);
  await writeFile(file, await bundle("server.jsx", version, { platform: "node", format: "cjs" }));
  return import(pathToFileURL(file));
}

for (const version of VERSIONS) {
  test(`React ${version}: a server renders without a client, and the page takes over`, LIMIT, async (t) => {
    const server = await loadServer(version);
    let calls = 0;
    const html = server.render(["one", "two"], () => {
      calls += 1;
    });
    assert.equal(calls, 0);
    assert.match(html, /&quot;ready&quot;:false/);

    const { page, until, signUp, complaints } = await house.openReact(t, version, { html: `<main>${html}</main>` });
    await page.evaluate(() => {
      window.rendered = document.querySelector("output");
      window.app.hydrate(["one", "two"]);
    });
    await until(() => window.app.view("two")?.ready);
    assert.equal(await page.evaluate(() => window.rendered === document.querySelector("output")), true);
    await signUp();
    await until(() => window.app.view("two").status === "success");
    assert.deepEqual(complaints(), []);
  });

  test(`React ${version}: a hook without a provider says what it needs`, LIMIT, async () => {
    const server = await loadServer(version);
    for (const name of ["useIbex", "useSession", "useUserData", "useMutation"]) {
      assert.throws(() => server.renderAlone(name), /<IbexProvider>/, name);
    }
  });
}
