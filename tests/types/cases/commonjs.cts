// A CommonJS module reaches the package by `import()`.
async function connect() {
  const { createClient, isIbexError } = await import("ibex-wallet-sdk");
  const slim = await import("ibex-wallet-sdk/slim");
  try {
    const ibex = await createClient({ baseUrl: "/api/ibex" });
    return (await ibex.userData.get())["firstName"];
  } catch (caught) {
    if (slim.isIbexError(caught) && caught.code === "rate_limited") return caught.status;
    throw isIbexError(caught) ? caught.cause : caught;
  }
}

export = connect;
