import { connect, type Socket } from 'node:net';
import { readClock } from './websocket.js';
import { XmlElements } from './xml-elements.js';

const SM = 'urn:xmpp:sm:3';
const ASK = `<r xmlns='${SM}'/>`;
const STEP_MS = 30_000;

export interface XmppOptions {
  port: number;
  domain: string;
  account: string;
  password: string;
  localAddress?: string;
}

export interface XmppHandlers {
  /** A message stanza, errors included. */
  message(stanza: string): void;
  /** The server has taken over the stanza sent with this id (XEP-0198). */
  acked(id: number): void;
}

interface Awaited {
  fits: (element: string) => boolean;
  got: (element: string) => void;
  failed: (error: Error) => void;
}

/** An XMPP client straight over TCP with stream management: signs in, is present, sends stanzas and hears of those the server has taken over. */
export class XmppClient {
  private readonly socket: Socket;
  private readonly elements = new XmlElements((element) => this.element(element));
  private awaited: Awaited | undefined;
  private managed = false;
  private sent = 0;
  private received = 0;
  /** Stanza number and id of what was sent with a request for its receipt. */
  private readonly unacked: { number: number; id: number }[] = [];
  open = false;

  private constructor(
    private readonly options: XmppOptions,
    private readonly handlers: XmppHandlers,
  ) {
    const { port, localAddress } = options;
    this.socket = connect({ port, host: '127.0.0.1', localAddress, noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk: string) => {
      readClock.now = performance.now();
      this.elements.push(chunk);
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.open = false;
      this.awaited?.failed(new Error('closed by the server'));
    });
  }

  static async connect(options: XmppOptions, handlers: XmppHandlers): Promise<XmppClient> {
    const client = new XmppClient(options, handlers);
    await client.signIn();
    return client;
  }

  /** Sends one stanza; with an id, `acked` tells when the server has taken it over. */
  send(stanza: string, id?: number): void {
    this.sent++;
    if (id !== undefined) this.unacked.push({ number: this.sent, id });
    this.socket.write(id === undefined ? stanza : stanza + ASK);
  }

  /** Sends a stanza and waits for the first element that fits. */
  async ask(stanza: string, fits: (element: string) => boolean): Promise<string> {
    const answer = this.expect(stanza, fits);
    this.send(stanza);
    return answer;
  }

  destroy(): void {
    this.socket.destroy();
  }

  private async signIn(): Promise<void> {
    const { domain, account, password } = this.options;
    const header = `<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='${domain}' version='1.0'>`;
    const features = (element: string): boolean => element.startsWith('<stream:features');
    const secret = Buffer.from(`\0${account}\0${password}`).toString('base64');
    await this.step(header, features);
    await this.step(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${secret}</auth>`, (element) =>
      element.startsWith('<success'),
    );
    this.elements.restart();
    await this.step(header, features);
    await this.step(
      `<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>`,
      (element) => element.includes('type=') && element.includes('bind'),
    );
    await this.step(`<enable xmlns='${SM}'/>`, (element) => element.startsWith('<enabled'));
    this.open = true;
    this.send('<presence/>');
  }

  private step(text: string, fits: (element: string) => boolean): Promise<string> {
    const answer = this.expect(text, fits);
    this.socket.write(text);
    return answer;
  }

  private async expect(what: string, fits: Awaited['fits']): Promise<string> {
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise<string>((got, failed) => {
      timer = setTimeout(() => failed(new Error(`no answer to ${what.slice(0, 80)}`)), STEP_MS);
      this.awaited = { fits, got, failed };
    });
    return answer.finally(() => clearTimeout(timer));
  }

  private element(element: string): void {
    if (element.startsWith('<a ')) return this.receipt(Number(/ h=['"](\d+)/.exec(element)?.[1]));
    if (element.startsWith('<r')) return void this.socket.write(`<a xmlns='${SM}' h='${this.received}'/>`);
    if (this.managed) this.received++;
    else this.managed = element.startsWith('<enabled');
    if (element.startsWith('<message')) this.handlers.message(element);
    if (element.startsWith('<failure')) this.awaited?.failed(new Error(element));
    else if (this.awaited?.fits(element)) this.awaited.got(element);
    else return;
    this.awaited = undefined;
  }

  private receipt(handled: number): void {
    while (this.unacked.length && this.unacked[0]!.number <= handled) this.handlers.acked(this.unacked.shift()!.id);
  }
}
