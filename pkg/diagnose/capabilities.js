// What this browser, on this device, can do beside plain sign-up and sign-in (Web Authentication Level 3 §5.1.7).
import { no, unknown, yes } from "./finding.js";
import { within } from "./limit.js";

// Those that a finding stands for, the older question where there is one, and what follows from the answer.
const CAPABILITIES = {
  platformAuthenticator: {
    keys: ["userVerifyingPlatformAuthenticator"],
    older: "isUserVerifyingPlatformAuthenticatorAvailable",
    yes: "This device itself can keep passkeys and recognise its user.",
    no: "This device has nothing of its own that keeps passkeys and recognises its user, such as a screen lock: a phone or a security key can still do it.",
  },
  conditionalGet: {
    keys: ["conditionalGet"],
    older: "isConditionalMediationAvailable",
    yes: "Passkeys can be offered in a field's autofill.",
    no: "Passkeys cannot be offered in a field's autofill: keep a button that calls signIn().",
  },
  conditionalCreate: {
    keys: ["conditionalCreate"],
    yes: "A passkey can be made without a prompt, after a sign-in by other means.",
    no: "A passkey cannot be made without a prompt: keep a button that calls signUp().",
  },
  hybridTransport: {
    keys: ["hybridTransport"],
    yes: "A phone nearby can be used, by a QR code.",
    no: "A phone nearby cannot be used: it takes Bluetooth, and a browser that knows how.",
  },
  prf: {
    keys: ["extension:prf"],
    yes: "This browser knows the PRF extension; whether it works is up to the authenticator (prfCapable of the session).",
    no: "This browser does not know the PRF extension: accounts work without it, and prfCapable of the session is false.",
  },
  signalApi: {
    keys: ["signalUnknownCredential", "signalCurrentUserDetails"],
    yes: "Passkeys that the API does not know disappear, and names are kept current.",
    no: "The browser cannot be told of passkeys that the API does not know, or of new names: users tidy up by themselves.",
  },
  relatedOrigins: {
    keys: ["relatedOrigins"],
    yes: "Several domains can share an RP ID, where its /.well-known/webauthn lists them.",
    no: "Domains cannot share an RP ID: a page can use its own host and the domain above it only.",
  },
};

const MISSING = "Without WebAuthn there is nobody to ask.";
const SILENT = "This browser does not tell: offer it, and be ready for it not to work.";

// A check for each of them; they share the one question that answers most.
export function capabilities() {
  let asking;
  const told = () => (asking ??= ask("getClientCapabilities"));
  const check = (capability) => async () => {
    if (typeof PublicKeyCredential !== "function") return unknown(MISSING);
    const can = answer(capability.keys, (await told()) ?? {}) ?? (await olderAnswer(capability));
    if (can === undefined) return unknown(SILENT);
    return can ? yes(capability.yes) : no(capability.no);
  };
  return Object.fromEntries(Object.entries(CAPABILITIES).map(([name, capability]) => [name, check(capability)]));
}

// A key that is not there means that nobody knows.
function answer(keys, told) {
  if (keys.some((key) => told[key] === false)) return false;
  return keys.every((key) => told[key] === true) || undefined;
}

async function olderAnswer({ keys, older }) {
  if (older) return answer([older], { [older]: await ask(older) });
  // The signals are methods of the same names.
  const isMethod = (key) => typeof PublicKeyCredential[key] === "function";
  return keys[0].startsWith("signal") ? keys.every(isMethod) : undefined;
}

// What the browser says, if it knows the question and answers it.
export async function ask(question) {
  try {
    return await within(() => PublicKeyCredential[question]());
  } catch {
    return undefined;
  }
}
