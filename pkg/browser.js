// Whether this is a browser: a page or a worker of one.
// NOTE: a server has neither, though Cloudflare's has a WorkerGlobalScope.
export const isBrowser = () => typeof document !== "undefined" || typeof WorkerLocation !== "undefined";
