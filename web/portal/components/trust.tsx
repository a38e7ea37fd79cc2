import type { JSX } from "preact";
import type { DrawPolicy } from "../../../shared/contract/draw.ts";
import type { Locale } from "../texts/catalogue.ts";
import { verifyTexts } from "../texts/verify.ts";

/** The keys this page relies on, to be compared with the printed ones. */
export function Trust({ locale, policy }: { locale: Locale; policy: DrawPolicy }): JSX.Element {
  const texts = verifyTexts[locale];
  const keys = [
    { name: texts.logKey, key: policy.log },
    ...policy.cosigners.map((key) => ({ name: texts.cosigner, key })),
  ];
  return (
    <>
      <summary>{texts.trust}</summary>
      <p>{texts.trustSays(policy.threshold, policy.cosigners.length)}</p>
      {keys.map(({ name, key }) => (
        <div class="field" key={key}>
          <p class="hint">{name}</p>
          <code class="code">{key}</code>
        </div>
      ))}
    </>
  );
}
