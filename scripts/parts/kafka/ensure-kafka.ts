import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ensureProgram, projectFolder } from '../ensure.js';
import type { Found } from '../part.js';

const run = promisify(execFile);
const JAVA_AT_LEAST = 17;

export interface KafkaProgram {
  java: string;
  /** Folder of jars. */
  jars: string;
}

/** Java and Kafka's jars; these are fetched through Maven once and kept in `.cache/kafka/<version>`. */
export async function ensureKafkaJars(): Promise<Found<KafkaProgram>> {
  const java = ensureProgram('java', 'openjdk-17-jre-headless');
  if (!java || (await javaVersion(java)) < JAVA_AT_LEAST)
    return { missing: 'Kafka needs Java 17 or newer. On Debian 12: apt-get install openjdk-17-jre-headless.' };
  const pom = join(projectFolder(), 'scripts', 'parts', 'kafka', 'pom.xml');
  const version = /kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(readFileSync(pom, 'utf8'))![1]!;
  const jars = join(projectFolder(), '.cache', 'kafka', version);
  if (existsSync(jars)) return { java, jars };
  const mvn = ensureProgram('mvn', 'maven');
  if (!mvn) return { missing: 'The Kafka jars are fetched with Maven. On Debian or Ubuntu: apt-get install maven.' };
  try {
    await fetchJars(mvn, pom, jars);
    return { java, jars };
  } catch (error) {
    return { missing: `Maven could not fetch the Kafka jars of ${pom}: ${(error as Error).message.slice(0, 500)}` };
  }
}

async function javaVersion(java: string): Promise<number> {
  const { stderr } = await run(java, ['-version']);
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

/** Fetched beside their place and moved there when complete, so that an interrupted fetch is not taken for the jars. */
async function fetchJars(mvn: string, pom: string, jars: string): Promise<void> {
  mkdirSync(join(jars, '..'), { recursive: true });
  const half = mkdtempSync(`${jars}-`);
  try {
    await run(mvn, ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${half}`]);
    if (!existsSync(jars)) renameSync(half, jars);
  } finally {
    rmSync(half, { recursive: true, force: true });
  }
}
