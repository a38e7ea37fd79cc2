/** Refusals about the waiting list. */
export const waitingProblems = {
  "not-on-waiting-list": {
    status: 409,
    zh: "该申请还没有轮候号",
    en: "This application has no waiting number yet",
  },
} as const;
