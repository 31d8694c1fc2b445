// What each test file stands on: one sandbox and one browser for the file, and a fresh page for each test.

import { after, before } from "node:test";
import { openApp, startSite } from "./app.mjs";
import { openPage, startBrowser } from "./browser.mjs";
import { createDemo } from "./demo.mjs";
import { startSandbox } from "./sandbox.mjs";

/** Registers the hooks of the file and returns its house; `sandbox` and `site` are there once the tests run. */
export function useHouse(...options) {
  const house = { sandbox: undefined, site: undefined, visit, app, open, restart };
  let browser;

  before(async () => {
    // One after the other: where one does not start, the others are to be stopped all the same.
    house.sandbox = await startSandbox(...options);
    house.site = await startSite();
    browser = await startBrowser();
  });

  after(async () => {
    await browser?.close();
    await house.site?.stop();
    await house.sandbox?.stop();
  });

  return house;

  /**
   * Opens the demo for the test `t`, in a context that is closed with it. The sandbox is as at the start. Its autofill is
   * off unless a test wants it: the virtual user would take every offer at once.
   */
  async function visit(t, { autofill = false, ...pageOptions } = {}) {
    const visit = await open(t, pageOptions);
    if (!autofill) await visit.page.addInitScript(withoutAutofill);
    const demo = createDemo(visit.page);
    await demo.open(house.sandbox.url);
    return { ...visit, demo };
  }

  /** Opens an app of nothing but the SDK, with somebody signed up. `watch` runs in the page before anything else. */
  async function app(t, clientOptions, watch = () => {}) {
    const visit = await open(t);
    await visit.page.addInitScript(watch);
    return { ...visit, app: await openApp(visit.page, house.site, house.sandbox.url, clientOptions) };
  }

  /** Opens a page that has not gone anywhere yet. */
  async function open(t, pageOptions) {
    await house.sandbox.reset();
    const visit = await openPage(browser, pageOptions);
    t.after(visit.close);
    return visit;
  }

  /** Stops the sandbox and starts it again on the port it had. */
  async function restart() {
    await house.sandbox.stop();
    house.sandbox = await startSandbox("--port", new URL(house.sandbox.url).port, ...options);
  }
}

/** Runs in the page before anything else: a browser that offers no passkeys in fields. */
export function withoutAutofill() {
  PublicKeyCredential.isConditionalMediationAvailable = async () => false;
}
