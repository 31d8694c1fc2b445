// One instance of the wasm. A panic is a trap, after which nothing in the memory can be relied on. So whatever leaves an
// export but an answer is the end of the instance: nobody enters it again, its memory is overwritten, and all who wait are told.
import { ibexError } from "./error.js";
import glue from "./wasm/glue.js";

// What the exports of an instance that has failed answer. The glue expects a number, or a list that may name an exception.
const NOTHING = [];

const each = (members, guard) =>
  Object.fromEntries(Object.entries(members).map(([name, value]) => [name, typeof value === "function" ? guard(value) : value]));

// `ended` is called when the instance has failed.
export async function instantiate(module, ended) {
  const { IbexClient, imports, setWasm, parts } = glue();
  const waiting = new Set();
  let depth = 0; // of calls into the wasm: it calls listeners, and they call it
  let failed = false;
  let buried = false;
  let thrown;

  const failure = () => ibexError("internal", "the SDK's WebAssembly instance has failed; create a new client", false, thrown);

  // NOTE: only when the outermost call has been left. Until then its glue may still write, and the stack may be used up.
  function bury() {
    new Uint8Array(heap.buffer).fill(0); // there may be tokens in it
    for (let index = 0; index < table.length; index += 1) table.set(index, null);
    for (const reject of waiting) reject(failure());
    waiting.clear();
    ended();
    buried = true;
    report();
  }

  // The browser reports it as any uncaught error, or what a page has made of queueMicrotask.
  async function report() {
    queueMicrotask(() => {
      throw thrown;
    });
  }

  function hasFailed() {
    if (failed && !buried && depth === 0) bury();
    return failed;
  }

  // An exception of JavaScript's that crosses the wasm is as bad as a trap: it leaves borrows behind that nobody gives back.
  const entry = (inner) => (...values) => {
    if (hasFailed()) return NOTHING;
    depth += 1;
    try {
      return inner(...values);
    } catch (error) {
      if (!failed) thrown = error;
      failed = true;
    } finally {
      depth -= 1;
    }
    hasFailed();
    return NOTHING;
  };

  const exit = (inner) => (...values) => {
    const value = inner(...values);
    if (failed) throw thrown; // nothing goes on in there
    return value;
  };

  function attempt(call, otherwise) {
    const value = hasFailed() ? otherwise : call();
    return hasFailed() ? otherwise : value;
  }

  function check() {
    if (hasFailed()) throw failure();
  }

  async function wait(answer, resolve, reject) {
    waiting.add(reject);
    try {
      resolve(await answer);
    } catch (error) {
      reject(error);
    }
    waiting.delete(reject);
  }

  // The build has made "a" of the name under which the wasm imports its glue.
  const { exports } = await WebAssembly.instantiate(module, { a: each(imports, exit) });
  const { heap, table, start } = parts(exports);
  setWasm(each(exports, entry));
  start();

  return {
    hasFailed,
    check,
    // What a call answers; `otherwise` where the instance has failed.
    attempt,
    // What a call comes to. It rejects as soon as the instance has failed.
    promise: (call) =>
      new Promise((resolve, reject) => {
        const answer = attempt(call);
        check();
        wait(answer, resolve, reject);
      }),
    create(options) {
      const core = new IbexClient(options);
      check();
      return core;
    },
  };
}
