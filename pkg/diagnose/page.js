// What the page has to be for passkeys to be there at all.
import { no, unknown, yes } from "./finding.js";

// Web Authentication Level 3 §5.9.
const FEATURES = ["publickey-credentials-create", "publickey-credentials-get"];

const INSECURE =
  "This page is no secure context, so it has no passkeys: serve it, and every page that frames it, over https. Only localhost may be http.";
const OLD = "This browser has no WebAuthn, or it is switched off: it takes another browser, or a newer one.";
const SILENT =
  `This browser does not tell. A frame of another origin needs allow="${FEATURES.join("; ")}", ` +
  "and a Permissions-Policy header, where there is one, must not forbid them.";

export function secureContext() {
  return isSecureContext ? yes("This page is a secure context.") : no(INSECURE);
}

export function webauthn() {
  const { create, get } = navigator.credentials ?? {};
  if (typeof PublicKeyCredential === "function" && create && get) return yes("This browser has WebAuthn.");
  if (typeof document === "undefined") return no("A worker has no passkeys: sign up and sign in in a page.");
  return no(isSecureContext ? OLD : "WebAuthn is missing, because this page is no secure context.");
}

export function permissionsPolicy() {
  // Only Chromium tells, by the older name, and a worker has no document.
  const page = globalThis.document;
  const policy = page?.permissionsPolicy ?? page?.featurePolicy;
  if (!policy) return unknown(SILENT);
  const known = policy.features();
  const forbidden = FEATURES.filter((feature) => known.includes(feature) && !policy.allowsFeature(feature));
  if (forbidden.length === 0) return yes("This page may make and use passkeys.");
  return no(
    `This page may not use ${forbidden.join(" and ")}: name it in the allow attribute of the frame, and let no Permissions-Policy header forbid it.`,
  );
}
