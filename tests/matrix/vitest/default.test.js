// @vitest-environment jsdom

import { createClient, version } from "ibex-wallet-sdk";
import { expect, test } from "vitest";

test("a client is made in jsdom", async () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  const ibex = await createClient({ baseUrl: "https://api.example" });
  expect(ibex.session).toBe(null);
});
