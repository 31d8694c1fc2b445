// The compiled module: fetched and compiled once per page, whatever becomes of its instances.
let compiling;
let cache = "default";

export function load() {
  return (compiling ??= compile().catch((error) => {
    compiling = undefined; // a failed load can be tried again
    cache = "reload"; // and what came may lie in the browser's cache
    throw error;
  }));
}

async function compile() {
  const response = await fetch(new URL("./wasm/ibex_wallet_sdk_bg.wasm", import.meta.url), { cache });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  // Streaming takes no other type, but not every server knows this one.
  return response.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}
