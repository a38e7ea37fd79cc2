import { CfnParameter } from "aws-cdk-lib";
import { Construct } from "constructs";

type Setting = {
  readonly parameter: string;
  readonly description: string;
  readonly default?: string;
};

/** What only the installation knows, by the environment variable that carries it to the functions. */
export const SETTINGS = {
  PUBLIC_ORIGIN: {
    parameter: "PublicOrigin",
    description: "https origin of portal, API and public files",
  },
  OIDC_ISSUER: {
    parameter: "OidcIssuer",
    description: "Issuer of the sign-in tokens, as in its metadata",
  },
  OIDC_CLIENT_ID: { parameter: "OidcClientId", description: "This portal's client at the issuer" },
  API_AUDIENCE: { parameter: "ApiAudience", description: "Audience of the access tokens" },
  LOG_ORIGIN: {
    parameter: "LogOrigin",
    description: "Name of the public log: first line of its checkpoints",
  },
  COSIGNERS: {
    parameter: "Cosigners",
    description: "JSON list of {url, vkey} of the log's cosigners",
  },
  COSIGN_THRESHOLD: {
    parameter: "CosignThreshold",
    description: "How many cosigners must have signed before a checkpoint is published",
    default: "3",
  },
  TITLE_REGISTER_URL: {
    parameter: "TitleRegisterUrl",
    description: "Address of the real estate register",
  },
  IDENTITY_REGISTER_URL: {
    parameter: "IdentityRegisterUrl",
    description: "Address of the police's register of identities",
  },
  MARKET_REGISTER_URL: {
    parameter: "MarketRegisterUrl",
    description: "Address of the market regulator's register of firms",
  },
  AGENCIES_URL: {
    parameter: "AgenciesUrl",
    description: "Address of the data shared by other agencies",
  },
  BULLETIN_URL: { parameter: "BulletinUrl", description: "Address of the lottery bulletin" },
  SMS_URL: { parameter: "SmsUrl", description: "Address of the provider of text messages" },
  DRAND: {
    parameter: "Drand",
    description:
      "JSON {chain, relays} of the drand chain that draws may use; empty where none is permitted",
    default: "",
  },
  COMMIT_HASH: {
    parameter: "CommitHash",
    description: "Commit that was deployed",
    default: "unknown",
  },
  PLATFORM_VERSION: { parameter: "PlatformVersion", description: "Version that was deployed" },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;

/** The settings as parameters of one stack. */
export class Settings extends Construct {
  /** Environment variables of every function, by name. */
  readonly environment: Record<string, string>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.environment = Object.fromEntries(
      Object.entries<Setting>(SETTINGS).map(([variable, setting]) => {
        const parameter = new CfnParameter(this, setting.parameter, {
          description: setting.description,
          ...(setting.default !== undefined && { default: setting.default }),
        });
        parameter.overrideLogicalId(setting.parameter);
        return [variable, parameter.valueAsString];
      }),
    );
  }
}
