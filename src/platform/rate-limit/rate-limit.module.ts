import { Global, Module } from '@nestjs/common';
import { HttpRateLimits } from './http-rate-limits.js';
import { RateLimits } from './rate-limits.js';

@Global()
@Module({ providers: [RateLimits, HttpRateLimits], exports: [RateLimits, HttpRateLimits] })
export class RateLimitModule {}
