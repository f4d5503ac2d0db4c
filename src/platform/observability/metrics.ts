import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Config } from '../config/config.js';
import { log } from './log.js';

/** One registry per process; packages register their own metrics in it. Names start with `parley_`. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'parley_node_' });

/** Serves `/metrics` on a port of its own, so that it is never reachable through the public address by accident. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server: Server | undefined;

  constructor(private readonly config: Config) {}

  async onApplicationBootstrap(): Promise<void> {
    const server = createServer((request, response) => {
      if (request.method !== 'GET' || request.url !== '/metrics') return response.writeHead(404).end();
      void metrics.metrics().then(
        (text) => response.writeHead(200, { 'Content-Type': metrics.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    this.server = server;
    await new Promise<void>((resolve) => {
      // A taken metrics port is worth a warning, not a refusal to serve chat.
      server.once('error', (error) => {
        log.warn({ err: error }, 'metrics are not served');
        resolve();
      });
      server.listen(this.config.get('METRICS_PORT'), this.config.get('METRICS_HOST'), resolve);
    });
    const address = server.address() as AddressInfo | null;
    if (address) log.info({ port: address.port }, 'metrics at /metrics');
  }

  onApplicationShutdown(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }
}
