import { version } from "ibex-wallet-sdk";
import { Wallet } from "./wallet";

export default function Page() {
  return (
    <>
      <p>{version}</p>
      <Wallet />
    </>
  );
}
