import { httpBeacon, type Beacon } from "../../shared/platform/beacon.ts";
import { httpBulletin, type Bulletin } from "../../shared/platform/bulletin.ts";
import { httpAgencies, type Agencies } from "../../shared/platform/agencies.ts";
import type { Config } from "../../shared/platform/config.ts";
import { configuration } from "../../shared/platform/config.ts";
import { s3Files, type Files } from "../../shared/platform/files.ts";
import { httpHumanResources, type HumanResources } from "../../shared/platform/human-resources.ts";
import { kmsKeys, type KeyService } from "../../shared/platform/keys.ts";
import {
  httpIdentityRegister,
  httpMarketRegister,
  httpTitleRegister,
  type IdentityRegister,
  type MarketRegister,
  type TitleRegister,
} from "../../shared/platform/registers.ts";
import { httpSms, type Sms } from "../../shared/platform/sms.ts";
import { certificateNumbers, type CertificateNumbers } from "../../shared/store/certificates.ts";
import {
  openSaltOpener,
  openSaltSealer,
  type SaltOpener,
  type SaltSealer,
} from "../../shared/store/salts.ts";
import { openVault, type Vault } from "../../shared/store/sealing.ts";
import { openTable, type Table } from "../../shared/store/table.ts";

/** What endpoints and steps are given to work with. Tests give their own. */
export type Services = {
  readonly config: Config;
  readonly table: Table;
  readonly keys: KeyService;
  /** The keyring, unwrapped once per container. */
  readonly vault: () => Promise<Vault>;
  /** Seals the salts of commitments, and cannot open them. */
  readonly saltSealer: () => Promise<SaltSealer>;
  /** Opens them: granted to the inspection function alone. */
  readonly saltOpener: () => Promise<SaltOpener>;
  /** Not public: sealed rosters, working files. */
  readonly sealedFiles: Files;
  /** Served to everyone at `/files/…` and `/log/…`. */
  readonly publicFiles: Files;
  readonly titleRegister: TitleRegister;
  readonly identityRegister: IdentityRegister;
  readonly marketRegister: MarketRegister;
  readonly agencies: Agencies;
  readonly humanResources: HumanResources;
  readonly bulletin: Bulletin;
  /** The pinned drand beacon; none where foreign beacons are not permitted. */
  readonly beacon?: Beacon;
  readonly sms: Sms;
  /** Serials of certificates, leased in blocks per container. */
  readonly certificateNumbers: CertificateNumbers;
};

/** Remembers a success; a failure is tried again by the next caller. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

let services: Services | undefined;

/** The services of a deployed function, from its environment; the same object every time. */
export function production(): Services {
  if (services) return services;
  const config = configuration();
  const table = openTable(config.TABLE_NAME);
  const keyService = kmsKeys({
    wrapKeyId: config.KMS_KEY_ID,
    logKeyId: config.LOG_KEY_ID,
    certificateKeyId: config.CERTIFICATE_KEY_ID,
    slipKeyId: config.SLIP_KEY_ID,
    inspectionKeyId: config.INSPECTION_KEY_ID,
  });
  services = {
    config,
    table,
    keys: keyService,
    vault: once(() => openVault(table, keyService)),
    saltSealer: once(() => openSaltSealer(table, keyService)),
    saltOpener: once(() => openSaltOpener(table, keyService)),
    sealedFiles: s3Files(config.SEALED_BUCKET),
    publicFiles: s3Files(config.PUBLIC_BUCKET),
    titleRegister: httpTitleRegister(config.TITLE_REGISTER_URL),
    identityRegister: httpIdentityRegister(config.IDENTITY_REGISTER_URL),
    marketRegister: httpMarketRegister(config.MARKET_REGISTER_URL),
    agencies: httpAgencies(config.AGENCIES_URL),
    humanResources: httpHumanResources(config.AGENCIES_URL),
    bulletin: httpBulletin(config.BULLETIN_URL),
    ...(config.DRAND && { beacon: httpBeacon(config.DRAND.chain, config.DRAND.relays) }),
    sms: httpSms(config.SMS_URL),
    certificateNumbers: certificateNumbers(table),
  };
  return services;
}
