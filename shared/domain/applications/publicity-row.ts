import type { ApplicationForm, PublicityRow, Queue } from "../../contract/application.ts";
import type { ReceiptNo } from "../../contract/ids.ts";
import { maskIdNumber, maskName } from "../identity/masks.ts";
import { householdSize } from "./household.ts";

/**
 * A household's line in the published list: masked, and never the reason of its priority.
 *
 * @see domain rulebook 11; O11 9
 */
export const publicityRow = (
  seq: number,
  form: ApplicationForm,
  { receiptNo, queue }: { readonly receiptNo: ReceiptNo; readonly queue: Queue },
): PublicityRow => ({
  seq,
  name: maskName(form.applicant.name),
  idNumber: maskIdNumber(form.applicant.idNumber),
  receiptNo,
  programme: form.programme,
  queue,
  householdSize: householdSize(form),
  conclusion: "QUALIFIED",
});
