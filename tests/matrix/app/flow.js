// What every app of the matrix does with the package: somebody signs up, keeps a value and reads it back.

export const EMPTY_KEY = { "": "refused" };

/** What came of it, as plain data; it never rejects. `options` go to `createClient`, beside the API's address. */
export async function flow({ createClient, isIbexError, version }, options) {
  const asked = new URLSearchParams(location.search);
  try {
    const ibex = await createClient({ baseUrl: asked.get("api"), ...options });
    await ibex.signUp({ userName: "jane.doe@foo.domain" });
    await ibex.userData.set({ city: asked.get("city") });
    const { city } = await ibex.userData.get();
    const refusal = await ibex.userData.set(EMPTY_KEY).catch((error) => isIbexError(error) && error.code);
    return { version, city, refusal };
  } catch (error) {
    return { failure: `${error} (${error?.code}, cause: ${error?.cause})` };
  }
}

/** Writes it into the page, where the runner reads it. */
export async function show(outcome) {
  document.querySelector("output").textContent = JSON.stringify(await outcome);
}
