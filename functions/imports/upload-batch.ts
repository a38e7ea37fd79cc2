import { readLease } from "../../shared/domain/batches/draft-of-row.ts";
import { judgeTogether } from "../../shared/domain/batches/rows-together.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Services } from "../http/services.ts";
import * as routes from "../routes/batches.ts";
import { beginBatch } from "./begin-batch.ts";
import { readFile } from "./read-file.ts";

/** A table of leases: refused whole when it cannot be read, otherwise each row is judged by itself. */
export const uploadFilingBatch = (services: Services) =>
  endpoint(routes.uploadFilingBatch, services, async (input) => {
    const read = await readFile(Buffer.from(input.body.file, "base64"));
    if (!("fault" in read)) return beginBatch(services, input, read);
    const { fault, ...places } = read;
    return input.refuse(fault, places);
  });

/** The same as JSON: every lease is a row, numbered from 1. */
export const uploadLeases = (services: Services) =>
  endpoint(routes.uploadLeases, services, (input) => {
    const rows = input.body.leases.map(({ externalId, filing }, at) => ({
      row: at + 1,
      ...readLease(externalId, filing),
    }));
    const pointers = { externalId: "/externalId", flat: "/lease/unit/flatId" };
    return beginBatch(services, input, { source: "API", rows: judgeTogether(rows, pointers) });
  });
