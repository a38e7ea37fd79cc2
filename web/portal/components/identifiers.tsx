import type { JSX } from "preact";

/** A text in which identifiers such as qz-2026-001 are never broken over two lines. */
export const WithIdentifiers = ({ text }: { text: string }): JSX.Element => (
  <>
    {text.split(/([a-z0-9]+(?:-[a-z0-9]+)+)/).map((part, index) =>
      index % 2 === 1 ? (
        <span class="no-wrap" key={index}>
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </>
);
