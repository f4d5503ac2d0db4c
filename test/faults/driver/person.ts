import { patiently } from '../../../scripts/replay/patience.js';
import { Api } from '../../../sdk/rest/api.js';
import { Http } from '../../../sdk/rest/http.js';
import { tokenText } from '../history/index.js';
import { Device } from './device.js';
import type { Random } from './random.js';
import type { Recorder, Who } from './recorder.js';
import { sessionOf } from './session-of.js';
import { Wire } from './wire.js';

/** Where the deployment is reached. */
export interface Places {
  /** How users reach it: through the balancer and, if this run has them, bad lines. */
  fronts: readonly string[];
  /** Every node by itself. */
  nodes: ReadonlyArray<{ name: string; url: string }>;
}

export interface PersonOptions {
  /** `u3`. */
  name: string;
  seed: string;
  devices: number;
  places: Places;
  recorder: Recorder;
  random: Random;
}

const REQUEST_MS = 12_000;
const RECEIPTS_OF_EVERY = 4;
const NODES = 2;
const WORDS = [
  'lamp',
  'otter',
  'quiet',
  'river',
  'café',
  '日本語',
  '🎉',
  'a\nb',
  'bridge',
  'ünï',
  'https://example.org/?q=1',
];

/** What one who cannot sign up is told of the deployment he came to. */
const NEEDS =
  'A deployment that is checked needs REGISTRATION=open, and limits for so many from one address: SIGN_INS_PER_MINUTE, ' +
  'REQUESTS_PER_MINUTE, SEND_PER_SECOND and SEND_BURST, see docs/guarantees.md';

/** A virtual user: devices with the client library, and bare ways to single nodes where it would hide an outcome. */
export class Person {
  id = '';
  readonly username: string;
  readonly devices: Device[];
  private readonly wires = new Map<string, Wire>();
  /** Those that he ever goes to by himself: a socket at each is dear. */
  private readonly nodes: Places['nodes'];
  private counter = 0;

  constructor(private readonly options: PersonOptions) {
    const { name, seed, devices, places, recorder, random } = options;
    this.nodes = random.some(places.nodes, NODES);
    this.username = `c${seed}-${name}`;
    const index = Number(name.slice(1));
    this.devices = Array.from({ length: devices }, (_, i) => {
      return new Device({
        process: name,
        name: `${name}/${String.fromCharCode(97 + i)}`,
        // Half of the devices come by each way in.
        urls: [places.fronts[(index + i) % places.fronts.length]!],
        recorder,
        delivered: i === 0,
        receipts: i === 0 && index % RECEIPTS_OF_EVERY === 0,
      });
    });
  }

  get name(): string {
    return this.options.name;
  }

  get credentials(): { username: string; password: string } {
    return { username: this.username, password: `quiet otter ${this.options.seed} lamps` };
  }

  /** Signs up on the first device and in on the others, and waits where a limit says so; all of them show from here on. */
  async begin(): Promise<void> {
    const { credentials } = this;
    const { recorder } = this.options;
    for (const [i, device] of this.devices.entries()) {
      const signedIn = await recorder.call({ process: this.name, device: device.name }, 'sign-in', {}, async () => {
        const user = await patiently(() =>
          i === 0 ? device.client.register(credentials) : device.client.login(credentials),
        );
        this.id = user.id;
        return { sessionId: sessionOf(await device.client.accessToken()) };
      });
      if (signedIn.outcome !== 'ok') {
        const { code, detail } = signedIn.error;
        throw new Error(`${device.name} could not sign in: ${[code, detail].filter(Boolean).join(', ')}. ${NEEDS}.`);
      }
      recorder.mark('user', { userId: this.id, username: this.username }, this.name);
      await device.begin();
    }
  }

  /**
   * As one who asks a node over REST, each request once; but what carries an `Idempotency-Key` is asked again by itself when no answer
   * comes: `unanswered` says how often one request was.
   */
  rest(node: { name: string; url: string }): { api: Api; who: Who; unanswered: () => number } {
    // Any that is signed in: that one is not is for the checker to say.
    const device = this.devices.find(({ client }) => client.user.get()) ?? this.devices[0]!;
    const token = () => device.client.accessToken();
    let tries = 0;
    const counted: typeof fetch = (...request) => {
      tries += 1;
      return fetch(...request);
    };
    const api = new Api(new Http({ urls: [node.url], token, timeoutMs: REQUEST_MS, fetch: counted }));
    const who = { process: this.name, device: `${this.name}/rest`, session: device.session, node: node.name };
    return { api, who, unanswered: () => tries - 1 };
  }

  /** A bare socket to a node, opened the first time it is asked for; it may not be connected. */
  wire(node: { name: string; url: string }): Wire {
    const known = this.wires.get(node.name);
    if (known) return known;
    const { recorder } = this.options;
    const device = this.devices[0]!;
    const wire = new Wire({
      url: node.url,
      node: node.name,
      who: { process: this.name, device: `${this.name}/${node.name}`, session: device.session },
      token: () => device.client.accessToken(),
      recorder,
    });
    this.wires.set(node.name, wire);
    return wire;
  }

  anyNode(): { name: string; url: string } {
    return this.options.random.pick(this.nodes);
  }

  /** A text that nobody else has and that tells whose it is. */
  body(extra = ''): string {
    const { seed, random } = this.options;
    const token = tokenText({ seed, user: this.name, counter: ++this.counter });
    return [token, ...random.some(WORDS, random.below(5)), extra].filter(Boolean).join(' ');
  }

  close(): void {
    for (const wire of this.wires.values()) wire.close();
    for (const device of this.devices) device.close();
  }
}
