import { type INestApplicationContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { MESSAGE_METADATA } from '@nestjs/websockets/constants.js';
import { POLICY, type PolicyName } from '../../src/platform/auth/index.js';

/** A way in: a REST route or a socket event. */
export interface Door {
  /** `Controller.method`. */
  name: string;
  kind: 'route' | 'event';
  /** HTTP method; empty for events. */
  method: string;
  /** Path with `:parameters`, or the event's name. */
  path: string;
  policy: PolicyName | undefined;
}

const scanner = new MetadataScanner();
const meta = <T>(key: string, target: object): T | undefined => Reflect.getMetadata(key, target) as T | undefined;

/** Every door of an application, from what Nest itself reads to open them. */
export function doorsOf(app: INestApplicationContext): Door[] {
  const modules = [...app.get(ModulesContainer).values()];
  const classes = modules.flatMap((m) => [...m.controllers.values(), ...m.providers.values()]).map((w) => w.metatype);
  const own = new Set(classes.filter((c): c is Type => typeof c === 'function' && c.prototype instanceof Object));
  return [...own].flatMap(doorsOfClass);
}

function doorsOfClass(owner: Type): Door[] {
  const prototype = owner.prototype as Record<string, unknown>;
  return scanner.getAllMethodNames(prototype).flatMap((name): Door[] => {
    const handler = prototype[name];
    if (typeof handler !== 'function') return [];
    const door = {
      name: `${owner.name}.${name}`,
      policy: meta<PolicyName>(POLICY, handler) ?? meta<PolicyName>(POLICY, owner),
    };
    const event = meta<string>(MESSAGE_METADATA, handler);
    if (event !== undefined) return [{ ...door, kind: 'event', method: '', path: event }];
    const path = meta<string>(PATH_METADATA, handler);
    if (path === undefined) return [];
    const method = RequestMethod[meta<RequestMethod>(METHOD_METADATA, handler)!];
    return [
      {
        ...door,
        kind: 'route',
        method,
        path: pathOf(meta<string>(PATH_METADATA, owner), path),
      },
    ];
  });
}

const pathOf = (...segments: Array<string | undefined>) =>
  `/${segments.join('/').split('/').filter(Boolean).join('/')}`;
