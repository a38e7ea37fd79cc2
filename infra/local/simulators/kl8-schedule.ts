/** One issue of the lottery kl8: its number `YYYYNNN`, and when it is drawn (Unix seconds). */
export type Issue = { issue: string; at: number };

const DAY = 86_400_000;
/** Drawn at 21:30 in Asia/Shanghai, which is 13:30 UTC all year round. */
const DRAWN_AFTER_MIDNIGHT_UTC = (13 * 60 + 30) * 60_000;
const SHANGHAI = 8 * 60 * 60_000;

const issueOfDay = (midnight: number): Issue => {
  const year = new Date(midnight).getUTCFullYear();
  const day = Math.round((midnight - Date.UTC(year, 0, 1)) / DAY) + 1;
  return {
    issue: `${year}${String(day).padStart(3, "0")}`,
    at: (midnight + DRAWN_AFTER_MIDNIGHT_UTC) / 1000,
  };
};

/**
 * The issue drawn on a civil date: one a day, numbered from 001 each year. (The real lottery rests
 * at Spring Festival; this one does not.)
 *
 * @param date - `YYYY-MM-DD` in Asia/Shanghai
 * @throws RangeError when there is no such date
 */
export function issueOn(date: string): Issue {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(midnight) || !new Date(midnight).toISOString().startsWith(`${date}T`)) {
    throw new RangeError("There is no such date.");
  }
  return issueOfDay(midnight);
}

/** The first issue drawn at an instant (Unix seconds) or after it. */
export function firstIssueFrom(instant: number): Issue {
  const today = Math.floor((instant * 1000 + SHANGHAI) / DAY) * DAY;
  const issue = issueOfDay(today);
  return issue.at >= instant ? issue : issueOfDay(today + DAY);
}

/** The issue of a number; undefined when no day has it. */
export function issueOfNumber(issue: string): Issue | undefined {
  const parts = /^(20\d{2})(\d{3})$/.exec(issue);
  if (!parts) return undefined;
  const found = issueOfDay(Date.UTC(Number(parts[1]), 0, 1) + (Number(parts[2]) - 1) * DAY);
  return found.issue === issue ? found : undefined;
}
