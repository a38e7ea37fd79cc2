import { buildPortal } from "../../web/portal/build.ts";
import { endWithStdin } from "./simulators/service.ts";

// `node draw-portal.ts OUT`: the portal of a local instance, whose people and homes are invented.
// The verification page reads the instance's own `/policy.json`.

endWithStdin();
const out = process.argv[2];
if (out === undefined) throw new Error("Say where to write the portal");
await buildPortal(out, { demo: true });
process.exit(0);
