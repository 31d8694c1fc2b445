// The development server of Vite 7 loses the file when it bundles dependencies ahead; named in its own way it is found.
import * as sdk from "ibex-wallet-sdk/slim";
import wasm from "ibex-wallet-sdk/ibex.wasm?url";
import { flow, show } from "../flow.js";

show(flow(sdk, { wasm }));
