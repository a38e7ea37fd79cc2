import * as z from "zod";
import { DrandChain } from "../contract/draw.ts";

/** What the environment of every function says: see docs/architecture.md §7. */
const Config = z.object({
  TABLE_NAME: z.string().min(3),
  KMS_KEY_ID: z.string().min(1),
  LOG_KEY_ID: z.string().min(1),
  CERTIFICATE_KEY_ID: z.string().min(1),
  SLIP_KEY_ID: z.string().min(1),
  INSPECTION_KEY_ID: z.string().min(1),
  SEALED_BUCKET: z.string().min(3),
  PUBLIC_BUCKET: z.string().min(3),
  PUBLIC_ORIGIN: z.url(),
  OIDC_ISSUER: z.url(),
  OIDC_CLIENT_ID: z.string().min(1),
  API_AUDIENCE: z.string().min(1),
  LOG_ORIGIN: z.string().min(1),
  COSIGNERS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.object({ url: z.url(), vkey: z.string() }))),
  COSIGN_THRESHOLD: z.coerce.number().int().min(0),
  TITLE_REGISTER_URL: z.url(),
  IDENTITY_REGISTER_URL: z.url(),
  MARKET_REGISTER_URL: z.url(),
  AGENCIES_URL: z.url(),
  BULLETIN_URL: z.url(),
  SMS_URL: z.url(),
  /** The pinned drand chain and its relays; absent where foreign beacons are not permitted. */
  DRAND: z
    .string()
    .default("")
    .transform((text): unknown => (text === "" ? undefined : JSON.parse(text)))
    .pipe(z.object({ chain: DrandChain, relays: z.array(z.url()).min(3) }).optional()),
  COMMIT_HASH: z.string(),
  PLATFORM_VERSION: z.string(),
});
export type Config = z.infer<typeof Config>;

let config: Config | undefined;

/** The configuration of this function; throws at start, naming the variable that is wrong. */
export function configuration(environment: NodeJS.ProcessEnv = process.env): Config {
  config ??= Config.parse(environment);
  return config;
}
