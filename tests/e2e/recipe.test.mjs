// The form of the package's README, copied as it stands into a page under the README's own policy.

import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { useHouse, withoutAutofill } from "./house.mjs";
import { ROOT } from "./sandbox.mjs";

const house = useHouse();

const API = "https://passkeys-productionv2.ibex.fi";
const readme = readFileSync(join(ROOT, "pkg", "README.md"), "utf8");

/** A block of one of the recipes. */
function block(recipe, language) {
  const [, section] = readme.split(`### ${recipe}\n`);
  return section.split("```" + language + "\n")[1].split("```")[0];
}

/** A page that is made of the recipe; nothing is changed in it but where the package and the API are. */
async function openForm(t, prepare = () => {}) {
  const visit = await house.open(t);
  const { page } = visit;
  await page.addInitScript(prepare);
  const { url } = house.sandbox;
  const [, policy] = block("Content-Security-Policy", "text").replaceAll("\n", "").replace(API, url).split("Policy: ");
  const code = block("A passkey form", "js").replace('"ibex-wallet-sdk"', '"/pkg/index.js"').replace(API, url);
  const form = block("A passkey form", "html");
  const head = '<!doctype html><link rel="icon" href="data:,"><title>Recipe</title>';
  const body = `${head}${form}<script type="module" src="/recipe.js"></script>`;
  await page.route("**/recipe", (route) =>
    route.fulfill({ contentType: "text/html", headers: { "content-security-policy": policy }, body }),
  );
  await page.route("**/recipe.js", (route) => route.fulfill({ contentType: "text/javascript", body: code }));
  await page.goto(`${url}/recipe`);
  return visit;
}

test("the README's form signs a user up and in, and tells what did not work", async (t) => {
  const { page, authenticator, complaints } = await openForm(t, withoutAutofill);
  const says = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
  const signIn = page.getByRole("button", { name: "Sign in with a passkey" });

  await page.getByLabel("E-mail address").fill("jane.doe@foo.domain");
  await page.keyboard.press("Enter");
  await says("You are signed in.");
  const [made] = await authenticator.credentials();
  assert.equal(made.userName, "jane.doe@foo.domain");

  await page.reload();
  await signIn.click();
  await says("You are signed in.");

  await house.sandbox.breakNext({ method: "POST", path: "/v1*/auth/sign-in", fault: { kind: "status", status: 503 } });
  await page.reload();
  await signIn.click();
  await says(/^That did not work: .+/);
  assert.deepEqual(complaints.filter((text) => !text.includes("503")), []);
});

test("the README's form signs in by what the browser fills in", async (t) => {
  const { page, authenticator, complaints } = await openForm(t);
  await page.getByLabel("E-mail address").fill("jane.doe@foo.domain");
  await page.keyboard.press("Enter");
  const says = (text) => page.getByRole("status").filter({ hasText: text }).waitFor();
  await says("You are signed in.");
  await authenticator.setPresent(false);
  await page.reload();
  assert.equal(await page.getByRole("status").textContent(), "");
  await authenticator.replace();
  await says("You are signed in.");
  assert.deepEqual(complaints, []);
});
