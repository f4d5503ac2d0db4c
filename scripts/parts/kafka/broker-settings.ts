import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const CLUSTER_ID = 'cGFybGV5LXRlc3QtMDAwMQ';

/** Small and quick to start: a broker that serves tests takes about 300 MB. */
export const JVM_OPTIONS = ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

export interface BrokerPlan {
  id: number;
  dir: string;
  port: number;
  settingsFile: string;
  settings: Record<string, string | number>;
  /** For the tool that formats the broker's folder. */
  formatArguments: string[];
}

/** A further way to a broker: it listens at `port` and tells those who come that way to find it at `advertised`. */
export interface SideDoor {
  port: number;
  advertised: number;
}

export function brokerPlan(
  dir: string,
  id: number,
  port: number,
  controllers: number[],
  doors: readonly SideDoor[] = [],
): BrokerPlan {
  const copies = controllers.length;
  const enough = copies > 1 ? 2 : 1;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': id,
    'controller.quorum.voters': controllers.map((controller, i) => `${i + 1}@127.0.0.1:${controller}`).join(','),
    listeners: [
      `PLAINTEXT://127.0.0.1:${port}`,
      `CONTROLLER://127.0.0.1:${controllers[id - 1]}`,
      ...doors.map((door, i) => `DOOR${i + 1}://127.0.0.1:${door.port}`),
    ].join(','),
    'advertised.listeners': [
      `PLAINTEXT://127.0.0.1:${port}`,
      ...doors.map((door, i) => `DOOR${i + 1}://127.0.0.1:${door.advertised}`),
    ].join(','),
    'listener.security.protocol.map': [
      'PLAINTEXT:PLAINTEXT',
      'CONTROLLER:PLAINTEXT',
      ...doors.map((_, i) => `DOOR${i + 1}:PLAINTEXT`),
    ].join(','),
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(dir, 'log'),
    'auto.create.topics.enable': 'false',
    'default.replication.factor': copies,
    'min.insync.replicas': enough,
    'offsets.topic.num.partitions': 4,
    'offsets.topic.replication.factor': copies,
    'transaction.state.log.num.partitions': 2,
    'transaction.state.log.replication.factor': copies,
    'transaction.state.log.min.isr': enough,
    'group.initial.rebalance.delay.ms': 0,
    // A killed broker may come back only when its old session has run out: 9 s by default.
    'broker.session.timeout.ms': 4_000,
    'broker.heartbeat.interval.ms': 1_000,
    // Its default takes a third of the heap above.
    'log.cleaner.dedupe.buffer.size': 4 * 1024 * 1024,
  };
  return { id, dir, port, settings, settingsFile: join(dir, 'server.properties'), formatArguments: [] };
}

/** Writes the settings and, the first time, formats the broker's folder. */
export async function formatStorage(found: { java: string; jars: string }, plan: BrokerPlan): Promise<void> {
  const lines = Object.entries(plan.settings).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(plan.settingsFile, lines.join(''));
  if (existsSync(join(plan.dir, 'log', 'meta.properties'))) return;
  const tool = [
    'kafka.tools.StorageTool',
    'format',
    '-t',
    CLUSTER_ID,
    '-c',
    plan.settingsFile,
    ...plan.formatArguments,
  ];
  await promisify(execFile)(found.java, [...JVM_OPTIONS, '-cp', join(found.jars, '*'), ...tool], { cwd: plan.dir });
}
