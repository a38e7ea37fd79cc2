/** Refusals of the edge itself: who asks, how, and what the machine can do at the moment. */
export const edgeProblems = {
  "invalid-request": {
    status: 400,
    zh: "提交的内容有误，请按提示修改后再提交",
    en: "Some of what was sent is wrong; correct the members named and send again",
  },
  "malformed-json": {
    status: 400,
    zh: "提交的内容不是有效的 JSON",
    en: "The body is not valid JSON",
  },
  "two-credentials": {
    status: 400,
    zh: "不能同时使用登录会话和访问令牌",
    en: "Send a session cookie or a bearer token, not both",
  },
  unauthenticated: { status: 401, zh: "请先登录", en: "Sign in first" },
  forbidden: { status: 403, zh: "您没有办理此事项的权限", en: "You may not do this" },
  "foreign-origin": {
    status: 403,
    zh: "请从本平台页面提交",
    en: "Writes with a session come from this site's own pages",
  },
  disabled: { status: 403, zh: "账号已停用", en: "This account is disabled" },
  "not-found": { status: 404, zh: "没有找到", en: "Not found" },
  "unknown-route": {
    status: 404,
    zh: "没有这个地址，请查看 /api/openapi.json",
    en: "No such address; see /api/openapi.json",
  },
  "method-not-allowed": {
    status: 405,
    zh: "此地址不支持这种请求方法",
    en: "This address does not take that method",
  },
  "not-acceptable": { status: 406, zh: "只提供 JSON", en: "Answers are JSON only" },
  "out-of-step": {
    status: 409,
    zh: "当前状态不能办理此事项",
    en: "This cannot be done in the present state",
  },
  "too-large": { status: 413, zh: "提交的内容过大", en: "The body is too large" },
  "unsupported-media-type": {
    status: 415,
    zh: "请以 application/json 提交",
    en: "Send application/json",
  },
  "key-reused": {
    status: 422,
    zh: "此 Idempotency-Key 已用于另一项请求",
    en: "This Idempotency-Key was used for another request",
  },
  "key-spent": {
    status: 422,
    zh: "此 Idempotency-Key 很久以前已办成一件事，请换用新的",
    en: "This Idempotency-Key did its work long ago; use a new one",
  },
  "too-many-requests": {
    status: 429,
    zh: "查询过于频繁，请稍后再试",
    en: "Too many requests; try again later",
  },
  internal: {
    status: 500,
    zh: "系统出错，请稍后再试或拨打 12345",
    en: "Something broke; try again later or call 12345",
  },
  busy: {
    status: 503,
    zh: "系统繁忙，请稍后用同一编号再试",
    en: "Busy; try again shortly with the same key",
  },
  "identity-provider-silent": {
    status: 503,
    zh: "统一身份认证暂时没有回应，请稍后再试",
    en: "The identity provider does not answer; try again later",
  },
} as const;
