import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../../src/platform/database/embedded/free-port.js';
import type { BrokerPlan } from './broker-settings.js';

const run = promisify(execFile);
const STORE_PASSWORD = 'only-loopback';

export interface Account {
  username: string;
  password: string;
}

/** A way to a broker that is encrypted and asks who comes. */
export interface GuardedListener {
  /** host:port, as KAFKA_BROKERS takes it. */
  brokers: string;
  /** PEM file of the certificate it shows, for NODE_EXTRA_CA_CERTS. */
  certificate: string;
}

/** Adds a listener with TLS and SASL (PLAIN and SCRAM-SHA-512) to a broker that has not been formatted yet. */
export async function addGuardedListener(
  plan: BrokerPlan,
  java: string,
  { username, password }: Account,
): Promise<GuardedListener> {
  const { keystore, certificate } = await makeCertificate(plan.dir, java);
  const address = `127.0.0.1:${await freePort()}`;
  const { settings } = plan;
  for (const name of ['listeners', 'advertised.listeners']) settings[name] += `,GUARDED://${address}`;
  settings['listener.security.protocol.map'] += ',GUARDED:SASL_SSL';
  const login = (module: string, entries: string) => `org.apache.kafka.common.security.${module} required ${entries};`;
  Object.assign(settings, {
    'listener.name.guarded.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-512',
    'listener.name.guarded.plain.sasl.jaas.config': login('plain.PlainLoginModule', `user_${username}="${password}"`),
    'listener.name.guarded.scram-sha-512.sasl.jaas.config': login('scram.ScramLoginModule', ''),
    'listener.name.guarded.ssl.keystore.type': 'PKCS12',
    'listener.name.guarded.ssl.keystore.location': keystore,
    'listener.name.guarded.ssl.keystore.password': STORE_PASSWORD,
  });
  plan.formatArguments.push('--add-scram', `SCRAM-SHA-512=[name=${username},password=${password}]`);
  return { brokers: address, certificate };
}

/** With the tool that comes with every Java. */
async function makeCertificate(dir: string, java: string) {
  const keytool = java.includes('/') ? join(dirname(java), 'keytool') : 'keytool';
  const keystore = join(dir, 'broker.p12');
  const certificate = join(dir, 'broker.pem');
  const common = ['-keystore', keystore, '-storepass', STORE_PASSWORD, '-alias', 'broker'];
  const made = ['-keyalg', 'EC', '-storetype', 'PKCS12', '-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1'];
  await run(keytool, ['-genkeypair', ...common, ...made]);
  const { stdout } = await run(keytool, ['-exportcert', '-rfc', ...common]);
  writeFileSync(certificate, stdout);
  return { keystore, certificate };
}
