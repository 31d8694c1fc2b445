// What each test file stands on: one sandbox and one Firefox for the file, and a fresh page and authenticator for each test.

import { after, before } from "node:test";
import { startSandbox } from "../sandbox.mjs";
import { addAuthenticator, startBrowser } from "./browser.mjs";
import { createDemo } from "./demo.mjs";

/** Registers the hooks of the file and returns its house; `sandbox` is there once the tests run. */
export function useHouse() {
  const house = { sandbox: undefined, visit };
  let driver;

  before(async () => {
    // One after the other: where the browser does not start, the sandbox is to be stopped all the same.
    house.sandbox = await startSandbox();
    driver = await startBrowser();
  });

  after(async () => {
    await driver?.quit();
    await house.sandbox?.stop();
  });

  return house;

  /** Opens the demo for the test `t`. The sandbox is as at the start. */
  async function visit(t) {
    await house.sandbox.reset();
    // Firefox's virtual authenticator does not sign the output of a PRF (tests/browser/authenticator.rs).
    await house.sandbox.changeVariants({ prf: false });
    const authenticator = await addAuthenticator(driver);
    t.after(authenticator.remove);
    const demo = createDemo(driver);
    await demo.open(house.sandbox.url);
    return { driver, demo, authenticator };
  }
}
