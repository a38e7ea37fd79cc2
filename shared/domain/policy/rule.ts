/** A figure the law or the city sets: its value, the article behind it, where we have it from. */
export type Rule<T> = {
  readonly value: T;
  readonly article: string;
  readonly source: string;
  /** False: set locally or unconfirmed; a parameter until the city says. */
  readonly confirmed: boolean;
};

/** A figure of a text that was read. */
export const law = <T>(value: T, article: string, source: string): Rule<T> => ({
  value,
  article,
  source,
  confirmed: true,
});

/** A figure that the city sets or has not confirmed. */
export const parameter = <T>(value: T, article: string, source: string): Rule<T> => ({
  value,
  article,
  source,
  confirmed: false,
});
