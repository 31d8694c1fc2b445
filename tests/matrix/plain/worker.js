// A client in a worker, seen from both sides.

/** In the page: what the worker posts. */
export function answerOf(script) {
  script.search = location.search;
  return new Promise((resolve) => {
    const worker = new Worker(script, { type: "module" });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve({ failure: message ?? "the worker could not be loaded" });
  });
}

/** In the worker: what a client there says to a sign-in. It never rejects. */
export async function signIn({ createClient, isIbexError, version }) {
  try {
    const ibex = await createClient({ baseUrl: new URLSearchParams(location.search).get("api") });
    const refusal = await ibex.signIn().catch((error) => error);
    return { version, session: ibex.session, ibex: isIbexError(refusal), code: refusal.code };
  } catch (error) {
    return { failure: `${error} (${error?.code}, cause: ${error?.cause})` };
  }
}
