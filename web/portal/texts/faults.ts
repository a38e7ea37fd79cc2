import type { SignInFailure } from "../sign-in-failures.ts";
import { catalogue } from "./catalogue.ts";

export const loginFailedTexts = catalogue<{
  title: string;
  lead: string;
  reasons: Record<SignInFailure, string>;
  again: string;
  home: string;
}>({
  zh: {
    title: "登录没有完成",
    lead: "您还没有登录。",
    reasons: {
      declined: "您在统一身份认证页面取消了登录。",
      expired: "登录请求已经失效，可能超过了 10 分钟，或在另一个浏览器里打开。",
      refused: "统一身份认证没有认可这次登录。",
      silent: "统一身份认证暂时没有回应，请稍后再试。",
      disabled: "您的账号已停用，请拨打 12345 询问。",
    },
    again: "重新登录",
    home: "返回首页",
  },
  en: {
    title: "Signing in did not work",
    lead: "You are not signed in.",
    reasons: {
      declined: "You cancelled at the identity service.",
      expired:
        "The request is too old: more than 10 minutes have passed, or it was opened in another browser.",
      refused: "The identity service did not accept this sign-in.",
      silent: "The identity service does not answer. Please try again later.",
      disabled: "Your account is disabled. Please ask at 12345.",
    },
    again: "Sign in again",
    home: "Back to the first page",
  },
});

export const notFoundTexts = catalogue({
  zh: {
    title: "没有这个页面",
    lead: "网址可能不完整，或页面已经移走。",
    home: "返回首页",
    search: "查证明、查摇号，请在首页输入编号。",
  },
  en: {
    title: "No such page",
    lead: "The address may be incomplete, or the page has moved.",
    home: "Back to the first page",
    search: "To find a certificate or a draw, enter its number on the first page.",
  },
});
