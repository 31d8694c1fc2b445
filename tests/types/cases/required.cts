// Where Node can `require` an ES module (20.19 and later), so can a CommonJS module of this package's.
import sdk = require("ibex-wallet-sdk");

const connect = (baseUrl: string): Promise<sdk.Client> => sdk.createClient({ baseUrl });

export = connect;
