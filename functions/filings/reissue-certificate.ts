import { sideOf } from "../../shared/domain/filings/decide-change.ts";
import { stateOn } from "../../shared/domain/filings/facts.ts";
import { filingTransitions } from "../../shared/domain/filings/transitions.ts";
import { outOfOrder } from "../../shared/domain/transitions.ts";
import { markCertificate } from "../../shared/store/certificates.ts";
import { keepPaper } from "../../shared/store/filed-papers.ts";
import type { NextFiling } from "../../shared/store/filings.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/filing-changes.ts";
import { changeOwnFiling } from "./change.ts";
import { issue, markFor, type CertificateMark } from "./put-on-record.ts";
import { refuseFiling } from "./refusal.ts";
import { BOTH_SIDES, tell } from "./tell.ts";

/** A lost certificate is issued anew for the same version; the old number is void. O6 18. */
export const reissueCertificate = (services: Services) =>
  endpoint(routes.reissueCertificate, services, (input) => {
    const { body, at, today, refuse } = input;
    let mark: Promise<CertificateMark> | undefined;
    return changeOwnFiling(services, input, 201, async (seen, vault, { actor }) => {
      // Neither a proposal nor an end still to come keeps its parties from proof of what is filed.
      const refused = outOfOrder(filingTransitions, "reissue", stateOn(seen, today));
      if (refused) return refuseFiling(refuse, refused);
      if (sideOf(actor, seen.parties) === undefined) return refuse("not-a-signatory");
      const { certificate: before, ended } = seen;
      if (!before) throw new Error("A filing on record has a certificate");
      mark ??= markFor(services, seen, today);
      const version = before.version ?? 1;
      const of = { version, filedOn: before.filedOn, at, ...(ended && { endsOn: ended.on }) };
      const issued = issue(vault, seen, await mark, of);
      const former = { ...before, status: "REPLACED" as const };
      const next: NextFiling = {
        ...seen,
        certificate: issued.certificate,
        formerCertificates: [...(seen.formerCertificates ?? []), former],
      };
      const { certificateNo } = issued.certificate;
      return {
        next,
        reason: body.reason,
        writes: {
          ...issued.writes,
          certificateBefore: markCertificate(before.certificateNo, "REPLACED"),
          paperBefore: keepPaper(vault, seen),
          ...tell(vault, next, {
            kind: "filing-reissued",
            facts: { building: seen.draft.lease.unit.building, certificateNo },
            sides: BOTH_SIDES,
            version: seen.version + 1,
            at,
          }),
        },
      };
    });
  });
