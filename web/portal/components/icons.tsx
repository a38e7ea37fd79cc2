import type { JSX } from "preact";

const drawings = {
  file: "M6 3h9l4 4v14H6zM9 12h7M9 16h7M14 3v5h5",
  confirm: "M5 13l4 4L19 7",
  home: "M3 11l9-8 9 8M5 10v10h14V10M10 20v-6h4v6",
  verify: "M12 3l8 4v5c0 5-3.5 8-8 9-4.5-1-8-4-8-9V7zM9 12l2 2 4-4",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.5 7.5 5.5",
  certificate: "M4 4h16v11H4zM8 8h8M8 11h5M9 15v6l3-2 3 2v-6",
} as const;

/** A line drawing beside words that say the same: hidden from screen readers. */
export const Icon = ({ of }: { of: keyof typeof drawings }): JSX.Element => (
  <svg
    width="32"
    height="32"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.8"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d={drawings[of]} />
  </svg>
);
