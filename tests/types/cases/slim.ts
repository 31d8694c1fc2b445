// The slim entry: the same surface, and a module to name.
import type * as whole from "ibex-wallet-sdk";
import type * as slim from "ibex-wallet-sdk/slim";
import { createClient, isIbexError } from "ibex-wallet-sdk/slim";
import type { Client, SlimClientOptions } from "ibex-wallet-sdk/slim";
import { type Equal, proves } from "./proof.js";

const options: SlimClientOptions = { baseUrl: "/api/ibex", wasm: "/assets/ibex.wasm", sha384: "oLGG" };
const ibex = await createClient(options);
proves<Equal<typeof ibex, Client>>();
await createClient({ baseUrl: "/api/ibex" });

declare const module: WebAssembly.Module;
await createClient({ baseUrl: "/api/ibex", wasm: new URL("https://cdn.example/ibex.wasm") });
await createClient({ baseUrl: "/api/ibex", wasm: fetch("/ibex.wasm", { integrity: "sha384-oLGG" }) });
await createClient({ baseUrl: "/api/ibex", wasm: await fetch("/ibex.wasm") });
await createClient({ baseUrl: "/api/ibex", wasm: new Uint8Array(8) });
await createClient({ baseUrl: "/api/ibex", wasm: new ArrayBuffer(8) });
await createClient({ baseUrl: "/api/ibex", wasm: module });
await createClient({ baseUrl: "/api/ibex", wasm: undefined, sha384: undefined });

// What works with one entry works with the other.
proves<Equal<Exclude<keyof typeof whole, keyof typeof slim>, never>>();
proves<Equal<Exclude<keyof typeof slim, keyof typeof whole>, never>>();
proves<Equal<slim.Client, whole.Client>>();
proves<Equal<slim.IbexError, whole.IbexError>>();
const either: typeof whole.createClient = createClient;

// @ts-expect-error null is not undefined
void createClient({ baseUrl: "/api/ibex", wasm: null });
// @ts-expect-error a hash is a text
void createClient({ baseUrl: "/api/ibex", sha384: new Uint8Array(48) });

export { either, isIbexError };
