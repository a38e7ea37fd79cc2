import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import * as z from "zod";
import { routes } from "../../functions/routes.ts";
import { quanju } from "../../infra/app.ts";
import { bundleFunctions, type Bundle } from "../../infra/bundle.ts";
import { root } from "../../infra/paths.ts";

const Resource = z.looseObject({
  Type: z.string(),
  DeletionPolicy: z.string().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof Resource> & { readonly stack: string; readonly id: string };

/** What would be deployed: templates as text, their resources, the bundles and what is in them. */
export type Cloud = {
  readonly folder: string;
  readonly text: string;
  readonly resources: readonly Resource[];
  readonly ofType: (type: string) => readonly Resource[];
  readonly bundles: readonly Bundle[];
  /** All JavaScript of all bundles. */
  readonly code: string;
  readonly remove: () => void;
};

/** Bundles and synthesises as `npm run synth` does, with the validator and cdk-nag. */
export async function synthesise(): Promise<Cloud> {
  const folder = mkdtempSync(join(tmpdir(), "quanju-cloud-"));
  const bundleFolder = join(folder, "bundles");
  const bundles = await bundleFunctions(bundleFolder);
  const settings: unknown = JSON.parse(readFileSync(join(root, "cdk.json"), "utf8"));
  const { context } = z.object({ context: z.record(z.string(), z.unknown()) }).parse(settings);
  const outdir = join(folder, "out");
  const app = new App({ outdir, context });
  quanju(app, { routes, bundles: bundleFolder });
  app.synth();

  const files = readdirSync(outdir).filter((file) => file.endsWith(".template.json"));
  const texts = files.map((file) => readFileSync(join(outdir, file), "utf8"));
  const resources = texts.flatMap((text, at) => {
    const { Resources } = z
      .object({ Resources: z.record(z.string(), Resource) })
      .parse(JSON.parse(text));
    const stack = files[at]?.split(".")[0] ?? "";
    return Object.entries(Resources).map(([id, resource]) => ({ ...resource, stack, id }));
  });
  const code = readdirSync(bundleFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".mjs"))
    .map((file) => readFileSync(join(bundleFolder, file), "utf8"))
    .join("\n");
  return {
    folder: outdir,
    text: texts.join("\n"),
    resources,
    ofType: (type) => resources.filter((resource) => resource.Type === type),
    bundles,
    code,
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
