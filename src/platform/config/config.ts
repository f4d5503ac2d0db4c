import { SETTINGS, type Role, type Setting, type SettingName } from './settings.js';

type ValueOf<S extends Setting> = S['type'] extends 'int'
  ? number
  : S['type'] extends 'bool'
    ? boolean
    : S['type'] extends 'list'
      ? readonly string[]
      : S['default'] extends undefined
        ? string | undefined
        : string;

export type ConfigValues = { readonly [K in SettingName]: ValueOf<(typeof SETTINGS)[K]> };

const ROWS = Object.entries(SETTINGS) as Array<[string, Setting]>;

/** All problems of a configuration at once. Names and rules only: a value may be a secret. */
export class InvalidConfiguration extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

/** The validated configuration; the only reader of the environment. */
export class Config {
  private constructor(
    readonly values: ConfigValues,
    private readonly found: ReadonlySet<string> = new Set(),
  ) {}

  static from(env: Record<string, string | undefined>): Config {
    const problems: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [name, setting] of ROWS) {
      const raw = env[name];
      const parsed = raw === undefined || raw === '' ? { value: setting.default } : parse(setting, raw);
      if ('problem' in parsed) problems.push(`${name} ${parsed.problem}`);
      else values[name] = parsed.value;
    }
    for (const [name, { needs = [], default: usual }] of ROWS)
      if ((values[name] ?? usual) !== usual && needs.some((other) => values[other] === undefined))
        problems.push(`${name} needs ${needs.join(' and ')}`);
    if (problems.length > 0) throw new InvalidConfiguration(problems);
    return new Config(values as ConfigValues);
  }

  static fromEnvironment(): Config {
    return Config.from(process.env);
  }

  /** The same configuration with some values known only at start (the embedded database's address). */
  with(values: Partial<ConfigValues>): Config {
    return new Config({ ...this.values, ...values }, new Set([...this.found, ...Object.keys(values)]));
  }

  get<K extends SettingName>(name: K): ConfigValues[K] {
    return this.values[name];
  }

  /** Whether the operator gave this value, or it is the default; not one known only at start. */
  isGiven(name: SettingName): boolean {
    return !this.found.has(name);
  }

  has(role: Role): boolean {
    return this.values.ROLES.includes(role);
  }
}

function parse(setting: Setting, raw: string): { value: unknown } | { problem: string } {
  switch (setting.type) {
    case 'int': {
      const n = Number(raw);
      const { min = 0, max = Number.MAX_SAFE_INTEGER } = setting;
      return /^-?\d+$/.test(raw) && n >= min && n <= max
        ? { value: n }
        : { problem: `must be a whole number from ${min} to ${max}` };
    }
    case 'bool':
      return raw === 'true' || raw === 'false' ? { value: raw === 'true' } : { problem: 'must be true or false' };
    case 'choice':
      return setting.choices!.includes(raw)
        ? { value: raw }
        : { problem: `must be one of ${setting.choices!.join(', ')}` };
    case 'list':
      return parseList(setting, raw);
    case 'url':
      return URL.canParse(raw) && (setting.schemes?.includes(new URL(raw).protocol.slice(0, -1)) ?? true)
        ? { value: raw }
        : { problem: `must be a URL${setting.schemes ? ` of ${setting.schemes.join(': or ')}:` : ''}` };
    case 'string':
      return { value: raw };
  }
}

function parseList({ choices, origins }: Setting, raw: string): { value: unknown } | { problem: string } {
  const items = raw
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);
  if (items.length === 0) return { problem: 'must name at least one' };
  if (choices && !items.every((i) => choices.includes(i))) return { problem: `may name only ${choices.join(', ')}` };
  if (origins && !items.every(isOrigin))
    return { problem: 'may name only origins as browsers send them: https://chat.example or http://127.0.0.1:8080' };
  return { value: items };
}

/** What is compared with a header must be written as in it: no path, lower case, no port that goes without saying. */
function isOrigin(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@]+$/.test(text) || !URL.canParse(text)) return false;
  const { origin } = new URL(text);
  // That of an app's own scheme (capacitor://localhost) has no form of its own.
  return origin === text || origin === 'null';
}
