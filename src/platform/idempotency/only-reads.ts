import { SetMetadata } from '@nestjs/common';

export const ONLY_READS = 'parley:only-reads';

/** A POST for its body alone, which changes nothing: it is done again each time, and its answer not kept. */
export const OnlyReads = (): MethodDecorator => SetMetadata(ONLY_READS, true);
