import { describe, expect, it } from 'vitest';
import { Config, InvalidConfiguration } from './config.js';

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = Config.from({});
    expect(config.get('PORT')).toBe(3000);
    expect(config.get('DATABASE_URL')).toBeUndefined();
    expect(config.has('relay')).toBe(true);
  });

  it('reads every type', () => {
    const config = Config.from({
      PORT: '8080',
      SWAGGER: 'false',
      KAFKA_BROKERS: 'a:1, b:2',
      ROLES: 'http',
      LOG_LEVEL: 'warn',
    });
    expect(config.values).toMatchObject({
      PORT: 8080,
      SWAGGER: false,
      KAFKA_BROKERS: ['a:1', 'b:2'],
      ROLES: ['http'],
      LOG_LEVEL: 'warn',
    });
  });

  it('lists all problems at once and prints no value', () => {
    const bad = {
      PORT: '99999',
      SWAGGER: 'hunter2',
      ROLES: 'http,hunter2',
      DATABASE_URL: 'hunter2',
      LOG_LEVEL: 'hunter2',
    };
    try {
      Config.from(bad);
      expect.unreachable();
    } catch (error) {
      expect((error as InvalidConfiguration).problems).toHaveLength(5);
      expect((error as Error).message).not.toContain('hunter2');
    }
  });

  it.each([
    ['PUBLIC_URL', 'chat.example:443', 'must be a URL of http: or https:'],
    ['DATABASE_URL', 'mysql://root:hunter2@127.0.0.1/parley', 'must be a URL of postgres: or postgresql:'],
    ['REDIS_URL', 'http://127.0.0.1:6379', 'must be a URL of redis: or rediss:'],
  ])('refuses another kind of address for %s', (name, value, problem) => {
    expect(() => Config.from({ [name]: value })).toThrow(`${name} ${problem}`);
  });

  it.each(['', '1.5', '-1', '0x10', '1e3', 'NaN', ' 1'])('refuses %j as a port, except nothing at all', (text) => {
    if (text === '') expect(Config.from({ PORT: text }).get('PORT')).toBe(3000);
    else expect(() => Config.from({ PORT: text })).toThrow(InvalidConfiguration);
  });
});
