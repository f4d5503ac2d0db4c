/** What a browser does with cookies, as far as this server uses them: one origin, paths, and being told to forget. */
export class CookieJar {
  private readonly cookies = new Map<string, { value: string; path: string }>();
  /** As the server set them, newest last. */
  readonly told: string[] = [];

  /** In place of the global one; bound, so that it can be handed on. */
  readonly fetch: typeof fetch = async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init?.headers);
    const fitting = [...this.cookies].filter(([, { path }]) => pathname === path || pathname.startsWith(`${path}/`));
    if (fitting.length > 0) headers.set('cookie', fitting.map(([name, { value }]) => `${name}=${value}`).join('; '));
    const answer = await globalThis.fetch(input, { ...init, headers });
    for (const line of answer.headers.getSetCookie()) this.take(line);
    return answer;
  };

  get(name: string): string | undefined {
    return this.cookies.get(name)?.value;
  }

  set(name: string, value: string, path: string): void {
    this.cookies.set(name, { value, path });
  }

  private take(line: string): void {
    this.told.push(line);
    const [pair, ...attributes] = line.split('; ');
    const [name, value] = pair!.split('=') as [string, string];
    const of = (attribute: string) =>
      attributes.find((a) => a.startsWith(`${attribute}=`))?.slice(attribute.length + 1);
    const expires = of('Expires');
    if (of('Max-Age') === '0' || (expires !== undefined && Date.parse(expires) <= Date.now()))
      this.cookies.delete(name);
    else this.set(name, value, of('Path') ?? '/');
  }
}
