/**
 * The same SDK with its WebAssembly module as a file of its own, which is compiled while it loads: for whoever can serve
 * a file. With brotli it is less to load than the default entry, with gzip it is not.
 *
 * @module ibex-wallet-sdk/slim
 */

import type { Client, ClientOptions } from "./types/client.js";

export * from "./index.js";

/**
 * What {@link createClient} of the slim entry takes. The module is loaded once per page: `wasm` and `sha384` of the call
 * that begins it are the ones that count, also for the calls that wait with it, and no others once it is loaded.
 */
export interface SlimClientOptions extends ClientOptions {
  /**
   * The module: its URL, an answer of `fetch`, its bytes, or compiled. Default: `ibex.wasm` beside this entry, which most
   * bundlers find; where they do not, copy the package's `ibex-wallet-sdk/ibex.wasm` and give its URL.
   */
  wasm?:
    | string
    | URL
    | Response
    | BufferSource
    | WebAssembly.Module
    | Promise<Response | BufferSource | WebAssembly.Module>
    | undefined;
  /**
   * The SHA-384 of the module in base64, with or without `sha384-` before it. Default: that of the module this version
   * was built with. A module that has another one is not used. Not with a `WebAssembly.Module`, which has no bytes any
   * more.
   */
  sha384?: string | undefined;
}

/**
 * As `createClient` of the default entry, with the module as a file. The page has to be a secure context: https, or http
 * on a loopback name.
 *
 * @throws {IbexError} `invalid_argument` naming the option; `passkey_not_supported` in Node and in a server render;
 * `wasm_load_failed` where the module cannot be had or is another one, after which it can be tried again.
 *
 * @example
 * ```ts
 * import { createClient } from "ibex-wallet-sdk/slim";
 *
 * const ibex = await createClient({ baseUrl: "https://passkeys-productionv2.ibex.fi", wasm: "/assets/ibex.wasm" });
 * ```
 */
export function createClient(options: SlimClientOptions): Promise<Client>;
