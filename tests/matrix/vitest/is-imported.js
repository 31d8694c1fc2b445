import { expect } from "vitest";

/** NOTE: jsdom is no browser. No client is promised there, but that an IbexError says so. */
export async function isImported({ createClient, isIbexError, version }) {
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(createClient).toBeTypeOf("function");
  const outcome = await createClient({ baseUrl: "https://api.example" }).catch((error) => error);
  expect(isIbexError(outcome) || outcome.session === null).toBe(true);
}
