/** What every page does: large text, reading aloud, who is signed in. */
import { fetchWithin, isExpected } from "../data.ts";
import { locale } from "./locale.ts";

const one = (selector: string): HTMLElement | null => document.querySelector(selector);

const oneButton = (selector: string): HTMLButtonElement | null => document.querySelector(selector);

function switchElder(): void {
  for (const link of document.querySelectorAll<HTMLElement>("[data-elder-switch]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const isOn = link.dataset.elderSwitch === "1";
      document.documentElement.toggleAttribute("data-elder", isOn);
      try {
        localStorage.setItem("elder", isOn ? "1" : "0");
      } catch (error) {
        // Not remembered where storage is refused; the page itself has changed all the same.
        if (!(error instanceof DOMException)) throw error;
      }
      one(`[data-elder-switch="${isOn ? "0" : "1"}"]`)?.focus();
    });
  }
}

function readAloud(): void {
  const button = oneButton("[data-read-aloud]");
  const main = one("main");
  if (!button || !main || !("speechSynthesis" in window)) return;
  const start = button.textContent;
  const stop = button.dataset.stop ?? start;
  button.hidden = false;
  const ended = (): void => {
    button.textContent = start;
  };
  button.addEventListener("click", () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      ended();
      return;
    }
    const words = new SpeechSynthesisUtterance(main.innerText);
    words.lang = locale === "zh" ? "zh-CN" : "en";
    words.onend = ended;
    speechSynthesis.speak(words);
    button.textContent = stop;
  });
  addEventListener("pagehide", () => {
    speechSynthesis.cancel();
  });
}

const isHinted = (): boolean => /(^|; )quanju-signed-in=1(;|$)/.test(document.cookie);

/** Who is signed in, by their own name; undefined: nobody, or it cannot be known now. */
async function whoIsSignedIn(): Promise<string | undefined> {
  if (!isHinted()) return undefined;
  try {
    const answer = await fetchWithin("/api/me", { headers: { accept: "application/json" } });
    if (!answer.ok) return undefined;
    const me = (await answer.json()) as { name?: unknown };
    return typeof me.name === "string" ? me.name : undefined;
  } catch (error) {
    if (isExpected(error)) return undefined;
    throw error;
  }
}

/** Ends the session here, then goes to the identity provider to end the one there. */
async function signOut(): Promise<void> {
  try {
    const answer = await fetchWithin("/api/sign-out", { method: "POST" });
    const { endSessionUrl } = (await answer.json()) as { endSessionUrl?: unknown };
    if (answer.ok && typeof endSessionUrl === "string") {
      location.assign(endSessionUrl);
      return;
    }
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
  // Reading the page again shows truthfully whether the session has ended.
  location.reload();
}

/** Starts what every page has. @param welcome - says on the page who is signed in */
export function startSite(welcome?: (name: string) => void): void {
  switchElder();
  readAloud();
  const signOutButton = oneButton("[data-sign-out]");
  signOutButton?.addEventListener("click", () => {
    signOutButton.disabled = true;
    void signOut();
  });
  void whoIsSignedIn().then((name) => {
    if (name === undefined) return;
    const signIn = one("[data-sign-in]");
    const who = one("[data-who]");
    if (signIn) signIn.hidden = true;
    if (who) {
      who.hidden = false;
      who.textContent = name;
    }
    if (signOutButton) signOutButton.hidden = false;
    welcome?.(name);
  });
}
