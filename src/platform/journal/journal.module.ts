import { Global, Module } from '@nestjs/common';
import { Journal } from './journal.js';
import { JournalReader } from './journal-reader.js';
import { Retention } from './retention.js';

@Global()
@Module({ providers: [Journal, JournalReader, Retention], exports: [Journal, JournalReader] })
export class JournalModule {}
