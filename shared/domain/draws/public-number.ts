/** Public lottery numbers as a source of entropy: `game:issue:numbers` (section 3). */

type Ball = { count: number; of: number };
type Game = { bits: number; draws: Ball[] | { digits: number } };

const GAMES: Partial<Record<string, Game>> = {
  ssq: {
    bits: 24,
    draws: [
      { count: 6, of: 33 },
      { count: 1, of: 16 },
    ],
  },
  dlt: {
    bits: 24,
    draws: [
      { count: 5, of: 35 },
      { count: 2, of: 12 },
    ],
  },
  kl8: { bits: 61, draws: [{ count: 20, of: 80 }] },
  fc3d: { bits: 9, draws: { digits: 3 } },
  pl5: { bits: 16, draws: { digits: 5 } },
};

const gameNamed = (name: string): Game | undefined =>
  Object.hasOwn(GAMES, name) ? GAMES[name] : undefined;

/** Bits of chance in one drawing of a game; undefined for a game that is not admitted. */
export const publicBits = (game: string): number | undefined => gameNamed(game)?.bits;

/** 5 to 9 digits. */
export const isIssue = (issue: string): boolean => /^[0-9]{5,9}$/.test(issue);

/** Whether `value` is a number that this issue of the game can have brought. */
export function isPublicNumber(value: string, source: { game: string; issue: string }): boolean {
  const game = gameNamed(source.game);
  const prefix = `${source.game}:${source.issue}:`;
  if (!game || !isIssue(source.issue) || !value.startsWith(prefix) || value.length > 128) {
    return false;
  }
  const numbers = value.slice(prefix.length);
  if ("digits" in game.draws) {
    return new RegExp(`^[0-9](,[0-9]){${game.draws.digits - 1}}$`).test(numbers);
  }
  const groups = numbers.split("+");
  return (
    groups.length === game.draws.length &&
    game.draws.every((draw, i) => areBalls(groups[i] ?? "", draw))
  );
}

/** Two-digit numbers from 01, distinct, ascending. */
function areBalls(text: string, { count, of }: Ball): boolean {
  const balls = text.split(",");
  return (
    balls.length === count &&
    balls.every((ball, i) => {
      const before = balls[i - 1] ?? "00";
      return /^[0-9]{2}$/.test(ball) && before < ball && Number(ball) <= of;
    })
  );
}
