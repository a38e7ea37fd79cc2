import type { DemoPerson } from "../people.ts";

/** The issuer's pages need no script at all, and say so to the browser. */
export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "content-security-policy":
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With "no-referrer" a browser would send its own form with `Origin: null`.
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
} as const;

const escapes: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML text or attribute value. */
export const html = (text: string): string => text.replace(/[&<>"']/g, (c) => escapes[c] ?? c);

const en = (text: string): string => `<span class="sm" lang="en">${text}</span>`;

/** A whole page; `body` is HTML. */
export const page = (title: { zh: string; en: string }, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width, initial-scale=1">` +
  `<title>${title.zh} ${title.en} - 泉州市住房租赁服务平台</title>` +
  `<link rel="stylesheet" href="/oidc/pages.css"></head><body>` +
  `<header class="mast"><div class="w"><span class="mark" aria-hidden="true">泉</span><div>` +
  `<b>统一身份认证（本机演示）</b><small lang="en">Identity provider of this machine, for demonstration</small>` +
  `</div></div></header><main><div class="w"><h1>${title.zh} ${en(title.en)}</h1>${body}</div></main>` +
  `</body></html>`;

const isOfficer = ({ jurisdiction }: DemoPerson): boolean => jurisdiction !== undefined;

const row = (person: DemoPerson): string =>
  `<li><button name="person" value="${html(person.key)}"><b>${html(person.name)}</b>` +
  `<span>${html(person.note.zh)}${person.organisation ? `，${html(person.organisation)}` : ""}<br>` +
  `<span lang="en">${html(person.note.en)}</span></span></button></li>`;

/** The sign-in page: one button a person. */
export function signInPage(action: string, people: readonly DemoPerson[]): string {
  const citizens = people.filter((person) => !isOfficer(person));
  const officers = people.filter(isOfficer);
  return page(
    { zh: "选择身份登录", en: "Sign in" },
    `<p class="note">以下人员和证件号码均为虚构。${en("All these people and their numbers are invented.")}</p>` +
      `<form method="post" action="${html(action)}">` +
      `<h2>市民与企业 ${en("Citizens and firms")}</h2><ul class="people">${citizens.map(row).join("")}</ul>` +
      `<h2>工作人员与监督人员 ${en("Officers and overseers")}</h2><ul class="people">${officers.map(row).join("")}</ul>` +
      `</form>`,
  );
}

/** Asks before signing out; `form` is the library's hidden form, named `op.logoutForm`. */
export const signOutPage = (form: string): string =>
  page(
    { zh: "退出登录", en: "Sign out" },
    `${form}<p>确定退出登录吗？${en("Do you want to sign out?")}</p><p class="buttons">` +
      `<button class="btn" type="submit" form="op.logoutForm" name="logout" value="yes">退出 Sign out</button> ` +
      `<button class="btn sec" type="submit" form="op.logoutForm">保持登录 Stay signed in</button></p>`,
  );

export const signedOutPage = (): string =>
  page(
    { zh: "已退出登录", en: "Signed out" },
    `<p><a href="/">返回首页 ${en("Back to the first page")}</a></p>`,
  );

/** `code` is a code of OAuth or ours, never text of the request. */
export const failedPage = (code: string): string =>
  page(
    { zh: "登录没有完成", en: "Signing in did not work" },
    `<p class="note bad">登录请求已失效或有误，请重新开始。${en("The request is too old or not a right one. Please start again.")}</p>` +
      `<p class="sm">${html(code)}</p><p><a href="/">返回首页 ${en("Back to the first page")}</a></p>`,
  );

export const PAGE_CSS = `:root{--ink:#16202b;--ink2:#455361;--paper:#fff;--ground:#f4f6f8;--line:#cfd6dd;--act:#0a5a9c;--brand:#123a5c;--brick:#a63a24;--focus:#ffbf47}
*{box-sizing:border-box}body{margin:0;color:var(--ink);background:var(--ground);font:1.0625rem/1.65 system-ui,-apple-system,"PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
a{color:var(--act);text-underline-offset:.22em}:focus-visible{outline:3px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 6px var(--focus);border-radius:4px}
.w{max-width:1080px;margin:0 auto;padding:0 16px}.mast{background:var(--brand);color:#fff}.mast .w{display:flex;align-items:center;gap:12px;padding-block:12px}
.mark{width:40px;height:40px;border-radius:8px;background:var(--brick);display:grid;place-items:center;font-weight:700;font-size:1.25rem;flex:none}
.mast b{display:block;font-size:1.125rem;line-height:1.3}.mast small{font-size:.8125rem}
main{padding-block:20px 56px}h1{font-size:1.5rem;line-height:1.35;margin:0 0 12px}h2{font-size:1.1875rem;margin:28px 0 10px}.sm{color:var(--ink2);font-size:.9375rem;font-weight:400}
.note{border-left:5px solid var(--act);background:#eaf3fb;padding:12px 16px;border-radius:0 8px 8px 0;margin:0 0 16px}.note.bad{border-color:#b3261e;background:#fdf1ef}
.people{list-style:none;margin:0;padding:0;display:grid;gap:12px}@media(min-width:700px){.people{grid-template-columns:1fr 1fr}}
.people button{font:inherit;width:100%;min-height:72px;text-align:left;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:12px 16px;cursor:pointer}.people button:hover{border-color:var(--act)}
.people b{display:block;color:var(--act);text-decoration:underline;text-underline-offset:.22em}.people span{color:var(--ink2);font-size:.9375rem}
.btn{font:inherit;font-weight:600;min-height:48px;padding:8px 22px;border:0;border-radius:8px;background:var(--act);color:#fff;cursor:pointer}.btn.sec{background:#fff;color:var(--act);box-shadow:inset 0 0 0 1.5px var(--act)}
`;
