import { version } from "ibex-wallet-sdk";
import { Wallet } from "./wallet";

// Rendered on the server, which imports the package as the page does.
export default function Page() {
  return (
    <>
      <p>{version}</p>
      <Wallet />
    </>
  );
}
