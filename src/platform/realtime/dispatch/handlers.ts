import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, Reflector } from '@nestjs/core';
import { POLICY, type PolicyName } from '../../auth/policy.js';
import { type CompiledBody, compileBody } from '../../validation/index.js';
import type { Connection } from '../connection/connection.js';
import { CLIENT_EVENT, type ClientEventMetadata } from './client-event.js';

export interface Handler extends ClientEventMetadata {
  policy: PolicyName;
  check: CompiledBody;
  call(connection: Connection, body: object): unknown;
}

/** Every `@ClientEvent` of the application, found by its metadata; a door without a policy stops the start. */
@Injectable()
export class Handlers implements OnApplicationBootstrap {
  private readonly byEvent = new Map<string, Handler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly reflector: Reflector,
  ) {}

  onApplicationBootstrap(): void {
    for (const wrapper of this.discovery.getProviders()) {
      const instance: unknown = wrapper.isDependencyTreeStatic() ? wrapper.instance : null;
      if (instance && typeof instance === 'object') this.explore(instance);
    }
  }

  get(event: unknown): Handler | undefined {
    return this.byEvent.get(event as string);
  }

  all(): readonly Handler[] {
    return [...this.byEvent.values()];
  }

  private explore(instance: object): void {
    const prototype = Object.getPrototypeOf(instance) as object | null;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method = (instance as Record<string, unknown>)[name];
      if (typeof method !== 'function') continue;
      const found = this.reflector.get<ClientEventMetadata | undefined>(CLIENT_EVENT, method as () => unknown);
      if (found) this.add(instance, method as Handler['call'], found);
    }
  }

  private add(instance: object, method: Handler['call'], found: ClientEventMetadata): void {
    const owner = instance.constructor as new () => object;
    const policy = this.reflector.getAllAndOverride<PolicyName | undefined>(POLICY, [method, owner]);
    if (policy !== 'user' && policy !== 'admin') {
      throw new Error(`${owner.name}.${method.name} (${found.event}) needs @Policy('user') or @Policy('admin')`);
    }
    if (this.byEvent.has(found.event)) throw new Error(`two handlers for ${found.event}`);
    const call = method.bind(instance);
    this.byEvent.set(found.event, { ...found, policy, check: compileBody(found.body), call });
  }
}
