/** A browser as far as cookies and redirects go. */
export class Browser {
  /** Every Set-Cookie line received, in order. */
  readonly setCookies: string[] = [];
  private readonly jar = new Map<string, { value: string; path: string }>();
  private readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** The value of a cookie, or nothing. */
  cookie(name: string): string {
    return [...this.jar].find(([key]) => key.startsWith(`${name}@`))?.[1].value ?? "";
  }

  /** One request, redirects not followed. */
  async once(address: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(address, this.origin);
    const cookie = [...this.jar]
      .filter(([, { path }]) => url.pathname.startsWith(path))
      .map(([key, { value }]) => `${key.slice(0, key.indexOf("@"))}=${value}`);
    const response = await fetch(url, {
      redirect: "manual",
      headers: { ...(cookie.length > 0 && { cookie: cookie.join("; ") }) },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    return response;
  }

  /** A request with all redirects followed; `at`: where it ended. */
  async go(address: string, form?: Record<string, string>): Promise<Response & { at: URL }> {
    let at = new URL(address, this.origin);
    let response = await this.once(at.href, form);
    for (let hop = 0; hop < 12; hop++) {
      const location = response.headers.get("location");
      if (location === null) return Object.assign(response, { at });
      at = new URL(location, at);
      response = await this.once(at.href);
    }
    throw new Error("Too many redirects");
  }

  private keep(line: string): void {
    this.setCookies.push(line);
    const [pair = "", ...attributes] = line.split("; ");
    const name = pair.slice(0, pair.indexOf("="));
    const value = pair.slice(name.length + 1);
    const path = attributes.find((part) => /^path=/i.test(part))?.slice(5) ?? "/";
    const gone = attributes.some(
      (part) => /^max-age=0$/i.test(part) || /^expires=Thu, 01 Jan 1970/i.test(part),
    );
    if (gone) this.jar.delete(`${name}@${path}`);
    else this.jar.set(`${name}@${path}`, { value, path });
  }
}
