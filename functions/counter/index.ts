import { serve } from "../http/serve.ts";
import { production } from "../http/services.ts";
import { confirmAtCounter } from "./confirm.ts";
import { enterFiling } from "./enter-filing.ts";
import { getCounterFiling } from "./get-counter-filing.ts";
import { resubmitAtCounter } from "./resubmit.ts";
import { sendCounterCode } from "./send-code.ts";

export const endpoints = [
  enterFiling,
  getCounterFiling,
  sendCounterCode,
  confirmAtCounter,
  resubmitAtCounter,
] as const;

export const handler = serve(() => endpoints.map((make) => make(production())));
