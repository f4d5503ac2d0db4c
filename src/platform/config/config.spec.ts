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

  it.each([
    ['ROLES', ',', 'must name at least one'],
    ['KAFKA_BROKERS', ' , ', 'must name at least one'],
    ['ALLOWED_ORIGINS', 'https://chat.example,https://hunter2.example/', 'may name only origins'],
    ['ALLOWED_ORIGINS', 'hunter2.example', 'may name only origins'],
    ['ALLOWED_ORIGINS', 'https://hunter2.example:443', 'may name only origins'],
    ['ALLOWED_ORIGINS', 'https://Hunter2.example', 'may name only origins'],
    ['ALLOWED_ORIGINS', 'https://hunter2.example/app', 'may name only origins'],
    ['ALLOWED_ORIGINS', '*', 'may name only origins'],
    ['ALLOWED_ORIGINS', 'null', 'may name only origins'],
    ['KAFKA_SASL', 'plain', 'needs KAFKA_USERNAME and KAFKA_PASSWORD'],
  ])('refuses what would never do what is meant: %s=%s', (name, value, problem) => {
    expect(() => Config.from({ [name]: value })).toThrow(`${name} ${problem}`);
    expect(() => Config.from({ [name]: value })).not.toThrow('hunter2');
  });

  it('takes the origins that browsers and apps send', () => {
    const origins = ['https://chat.example', 'http://127.0.0.1:5173', 'http://[::1]:8080', 'capacitor://localhost'];
    expect(Config.from({ ALLOWED_ORIGINS: origins.join(', ') }).get('ALLOWED_ORIGINS')).toEqual(origins);
  });

  it('wants a name and a password only where one has to sign in', () => {
    const given = { KAFKA_SASL: 'plain', KAFKA_USERNAME: 'parley', KAFKA_PASSWORD: 'hunter2' };
    expect(Config.from(given).get('KAFKA_SASL')).toBe('plain');
    expect(() => Config.from({ ...given, KAFKA_PASSWORD: '' })).toThrow(InvalidConfiguration);
    expect(Config.from({ KAFKA_SASL: 'none' }).get('KAFKA_USERNAME')).toBeUndefined();
  });

  it.each(['', '1.5', '-1', '0x10', '1e3', 'NaN', ' 1'])('refuses %j as a port, except nothing at all', (text) => {
    if (text === '') expect(Config.from({ PORT: text }).get('PORT')).toBe(3000);
    else expect(() => Config.from({ PORT: text })).toThrow(InvalidConfiguration);
  });
});
