// @vitest-environment jsdom

import { createClient, isIbexError, version } from "ibex-wallet-sdk/slim";
import { expect, test } from "vitest";

test("the entry is imported in jsdom, where no server has its file", async () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  const outcome = await createClient({ baseUrl: "https://api.example" }).catch((error) => error);
  expect(isIbexError(outcome)).toBe(true);
  expect(outcome.code).toBe("wasm_load_failed");
});
