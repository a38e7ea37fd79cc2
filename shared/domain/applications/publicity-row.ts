import type { ApplicationForm, PublicityRow } from "../../contract/application.ts";
import type { ReceiptNo } from "../../contract/ids.ts";
import { maskIdNumber, maskName } from "../identity/masks.ts";
import { householdSize, queueOf } from "./household.ts";

/**
 * A household's line in the published list: masked, and never the reason of its priority.
 *
 * @see domain rulebook 11; O11 9
 */
export const publicityRow = (
  seq: number,
  form: ApplicationForm,
  receiptNo: ReceiptNo,
): PublicityRow => ({
  seq,
  name: maskName(form.applicant.name),
  idNumber: maskIdNumber(form.applicant.idNumber),
  receiptNo,
  programme: form.programme,
  queue: queueOf(form),
  householdSize: householdSize(form),
  conclusion: "QUALIFIED",
});
