import type { ResidenceStatement } from "../../shared/contract/residence-statement.ts";
import { STATEMENT_REGION } from "../../shared/contract/residence-statement.ts";
import type { CertifiedResidence } from "../../shared/domain/certificates/certified-facts.ts";
import { certificateLink } from "../../shared/domain/certificates/link.ts";
import { digestOf, issuerOf } from "../../shared/domain/certificates/sheet.ts";
import { maskName } from "../../shared/domain/identity/masks.ts";
import { randomCode } from "../../shared/platform/ids.ts";
import { realName } from "../../shared/store/persons.ts";
import { requestRecord } from "../../shared/store/requests.ts";
import { findOwnStatement, newStatement } from "../../shared/store/statements.ts";
import { transact } from "../../shared/store/transact.ts";
import { decideAgain, standing } from "../http/attempts.ts";
import { endpoint, ok } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/certificate-papers.ts";
import { signerOf } from "./key-set.ts";
import { checkPageOf, pdfReply } from "./pdf-reply.ts";
import { residenceOf } from "./residence-of.ts";

const CODE_LENGTH = 10;
const TOKEN_LENGTH = 24;

/** Issues a statement of the caller's homes on record, with a number and code of its own. */
export const issueResidenceStatement = (services: Services) => {
  const sign = signerOf(services);
  return endpoint(routes.issueResidenceStatement, services, (input) =>
    decideAgain(async () => {
      const { caller, today, refuse } = input;
      const { homes, continuousDays } = await residenceOf(services, caller.identityHash, today);
      if (homes.length === 0) return refuse("no-home-on-record");
      const vault = await services.vault();
      const { name, idType, idNumber } = realName(vault, caller.person);
      const certificateNo = await services.certificateNumbers.giveNumber(STATEMENT_REGION, today);
      const statement: ResidenceStatement = {
        certificateNo,
        code: randomCode(CODE_LENGTH),
        token: randomCode(TOKEN_LENGTH),
        issuedOn: today,
        holder: { name, idType, idNumber },
        homes: [...homes],
        continuousDays,
      };
      const answer = {
        status: 201,
        body: { certificateNo, homes: homes.length },
        location: `/api/residence-statements/${certificateNo}`,
      };
      const failed = await transact(services.table, {
        request: requestRecord(input.request, answer, input.now),
        ...newStatement(vault, statement, {
          owner: caller.identityHash,
          signed: await sign(certifiedOf(statement), today),
          act: input.act("ISSUED", "RP-9"),
        }),
      });
      return standing(failed) ?? answer;
    }),
  );
};

/** A statement as it was issued, for its holder. */
export const getResidenceStatement = (services: Services) =>
  endpoint(routes.getResidenceStatement, services, async ({ params, caller, refuse }) => {
    const owner = caller.identityHash;
    const key = { statementNo: params.statementNo, owner };
    const found = await findOwnStatement(services.table, await services.vault(), key);
    return found ? ok(found.statement) : refuse("not-found");
  });

/** The same as PDF. */
export const getResidenceStatementPdf = (services: Services) => {
  const { PUBLIC_ORIGIN } = services.config;
  return endpoint(routes.getResidenceStatementPdf, services, async (input) => {
    const owner = input.caller.identityHash;
    const key = { statementNo: input.params.statementNo, owner };
    const found = await findOwnStatement(services.table, await services.vault(), key);
    if (!found) return input.refuse("not-found");
    const { statement, signed } = found;
    const { statementPdf } = await import("./pdf/statement.ts");
    const bytes = await statementPdf({
      statement,
      issuer: issuerOf("QZ"),
      link: certificateLink(PUBLIC_ORIGIN, statement.token, signed),
      checkPage: checkPageOf(PUBLIC_ORIGIN),
    });
    return pdfReply(bytes, `residence-${statement.certificateNo}`);
  });
};

/** The facts a statement's QR is signed for; the digest binds what only the paper says. */
const certifiedOf = (statement: ResidenceStatement): CertifiedResidence => {
  const { certificateNo, code, issuedOn, holder, homes, continuousDays } = statement;
  return {
    kind: "residence",
    certificateNo,
    issuedOn,
    holder: maskName(holder.name),
    homes: homes.length,
    days: continuousDays,
    sheet: digestOf([
      "quanju/residence-sheet/1",
      certificateNo,
      code,
      issuedOn,
      [holder.name, holder.idType, holder.idNumber],
      homes.map((home) => [
        home.certificateNo,
        home.address,
        home.capacity,
        home.from,
        home.until ?? null,
        home.filedOn,
        home.status,
      ]),
      continuousDays,
    ]),
  };
};
