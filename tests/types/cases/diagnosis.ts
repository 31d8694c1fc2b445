// diagnose(): what it takes, and what becomes of its findings.
import { diagnose } from "ibex-wallet-sdk";
import type { DiagnoseOptions, Diagnosis, Finding, FindingName } from "ibex-wallet-sdk";
import { type Equal, proves } from "./proof.js";

const options: DiagnoseOptions = { baseUrl: new URL("https://passkeys-productionv2.ibex.fi"), rpId: "app.example" };
const diagnosis = await diagnose(options);
proves<Equal<typeof diagnosis, Diagnosis>>();
await diagnose();
await diagnose({});
await diagnose({ baseUrl: "/api/ibex", rpId: undefined });

const { version, ok, findings } = diagnosis;
proves<Equal<typeof version, string>>();
proves<Equal<typeof ok, boolean>>();
const { answer, message }: Finding = findings.rpId;
proves<Equal<typeof answer, "yes" | "no" | "unknown">>();
proves<Equal<typeof message, string>>();
const wrong: string[] = Object.entries(findings).filter(([, { answer }]) => answer === "no").map(([name]) => name);
const names: FindingName[] = ["secureContext", "webauthn", "permissionsPolicy", "wasm", "api", "cors", "platformAuthenticator"];
const more: FindingName[] = ["conditionalGet", "conditionalCreate", "hybridTransport", "prf", "signalApi", "relatedOrigins"];

// @ts-expect-error a key is not looked at, so it is not taken
void diagnose({ apiKey: "key" });
// @ts-expect-error no such finding
void findings.weather;

export { more, names, wrong };
