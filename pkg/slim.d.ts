/**
 * The entry whose WebAssembly module is a file of its own: the same client, less to load.
 *
 * @packageDocumentation
 */
import type { Client, ClientOptions } from "./index.js";

export * from "./index.js";

/** What {@link createClient} of the slim entry takes. Where the module comes from counts until it is loaded, once per page. */
export interface SlimClientOptions extends ClientOptions {
  /**
   * The module: its URL, an answer of `fetch`, its bytes, or compiled. Default: `ibex.wasm` beside this entry, which most
   * bundlers find; where they do not, copy the package's `ibex-wallet-sdk/ibex.wasm` and give its URL.
   */
  wasm?: string | URL | Response | BufferSource | WebAssembly.Module | Promise<Response | BufferSource | WebAssembly.Module>;
  /**
   * The SHA-384 of the module in base64, with or without `sha384-` before it. Default: that of the module this version was
   * built with. A module that has another one is not used. Not with a `WebAssembly.Module`, which has no bytes any more.
   */
  sha384?: string;
}

/**
 * As `createClient` of the default entry.
 *
 * @throws {IbexError} `invalid_argument` naming the option; `wasm_load_failed`, after which it can be tried again.
 */
export function createClient(options: SlimClientOptions): Promise<Client>;
