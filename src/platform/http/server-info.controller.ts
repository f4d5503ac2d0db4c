import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CLOSE_REASONS, LIMITS, TIMINGS } from '../../contract/index.js';
import { Policy } from '../auth/index.js';
import { Config } from '../config/config.js';
import { version } from './version.js';

/** What a client must know before it signs in: limits, timings and close reasons in force. */
@ApiTags('server')
@Policy('public')
@Controller('v1/server')
export class ServerInfoController {
  constructor(private readonly config: Config) {}

  @Get()
  @ApiOperation({ summary: 'Limits, timings and close reasons in force' })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['name', 'version', 'registration', 'limits', 'timings', 'closeReasons'],
      properties: {
        name: { type: 'string' },
        version: { type: 'string' },
        registration: { type: 'string', enum: ['open', 'closed'] },
        limits: { type: 'object', additionalProperties: { type: 'integer' } },
        timings: { type: 'object', additionalProperties: { type: 'integer' } },
        closeReasons: {
          type: 'object',
          additionalProperties: {
            type: 'object',
            required: ['reconnect', 'meaning'],
            properties: { reconnect: { type: 'boolean' }, meaning: { type: 'string' } },
          },
        },
      },
    },
  })
  info(): object {
    return {
      name: 'parley',
      version,
      registration: this.config.get('REGISTRATION'),
      limits: {
        ...LIMITS,
        socketsPerUser: this.config.get('SOCKETS_PER_USER'),
        sendPerSecond: this.config.get('SEND_PER_SECOND'),
        sendBurst: this.config.get('SEND_BURST'),
      },
      timings: TIMINGS,
      closeReasons: CLOSE_REASONS,
    };
  }
}
