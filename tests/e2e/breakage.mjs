// Takes hold of the wasm from outside, as a page could that came first: what is shipped has no way in for tests.
// Each function runs in the page.

/**
 * Watches what is compiled and instantiated from here on, as `window.wasm`:
 * `compiled`, `streamed` and `instances` count and keep; `entered` and `left` count the calls into the wasm and out of it.
 * `fault`, if it is set, is called once in place of the next call out of the wasm; `finalizers` are what a collection of
 * garbage would call, `sets` all sets that were made, `caches` the cache modes in which modules were asked for; `errors` and `rejections` went uncaught.
 */
export function watchWasm() {
  const { compile, compileStreaming, instantiate } = WebAssembly;
  const { fetch } = window;
  const watched = { compiled: 0, streamed: 0, instances: [], entered: 0, left: 0, fault: undefined, finalizers: new Map(), sets: [], caches: [], errors: [], rejections: [] };
  const functions = (members, change) =>
    Object.fromEntries(Object.entries(members).map(([name, member]) => [name, typeof member === "function" ? change(member) : member]));
  const counted = (act) => (...values) => {
    watched.compiled += 1;
    return act(...values);
  };
  const entry = (inner) => (...values) => {
    watched.entered += 1;
    return inner(...values);
  };
  const exit = (inner) => (...values) => {
    watched.left += 1;
    const { fault } = watched;
    watched.fault = undefined;
    return fault ? fault() : inner(...values);
  };

  WebAssembly.compile = counted(compile);
  WebAssembly.compileStreaming = counted((...values) => {
    watched.streamed += 1;
    return compileStreaming(...values);
  });
  WebAssembly.instantiate = async (module, imports) => {
    if (!(module instanceof WebAssembly.Module)) throw new Error("instantiates what is no module, so compiles unseen");
    const instance = await instantiate(module, Object.fromEntries(Object.entries(imports).map(([name, members]) => [name, functions(members, exit)])));
    watched.instances.push(instance);
    return { exports: functions(instance.exports, entry) };
  };
  window.FinalizationRegistry = class {
    constructor(finalize) {
      this.finalize = finalize;
    }
    register(target, held, token) {
      watched.finalizers.set(token, () => this.finalize(held));
    }
    unregister(token) {
      watched.finalizers.delete(token);
    }
  };
  window.Set = class extends Set {
    constructor(items) {
      super(items);
      watched.sets.push(this);
    }
  };
  window.fetch = (input, init) => {
    if (String(input).endsWith(".wasm")) watched.caches.push(init.cache);
    return fetch(input, init);
  };
  window.wasm = watched;
  addEventListener("error", ({ error }) => watched.errors.push(error));
  addEventListener("unhandledrejection", ({ reason }) => watched.rejections.push(reason));
}

/** Defines `window.faults`: ways in which an instance comes to its end, each a function of the instance. */
export function defineFaults() {
  // (module (func (export "f") unreachable)), which is what a panic comes to.
  const bytes = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
  const { f: unreachable } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes))).exports;
  const parts = ({ exports }, Type) => Object.values(exports).filter((member) => member instanceof Type);
  window.faults = {
    unreachable: () => {
      window.wasm.fault = unreachable;
    },
    exception: () => {
      window.wasm.fault = () => {
        throw new Error("of the page");
      };
    },
    recursion: () => {
      window.wasm.fault = function dive() {
        return dive() + 1;
      };
    },
    memory: (instance) => {
      for (const memory of parts(instance, WebAssembly.Memory)) new Uint8Array(memory.buffer).fill(255);
    },
    references: (instance) => {
      for (const table of parts(instance, WebAssembly.Table)) for (let index = 0; index < table.length; index += 1) table.set(index, null);
    },
  };
}
