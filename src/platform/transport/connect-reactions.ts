import type { INestApplication } from '@nestjs/common';
import { ReactionServer } from './reaction-server.js';

/** Starts the reactions of an application that has been created and not yet been told to listen. */
export async function connectReactions(app: INestApplication): Promise<void> {
  app.connectMicroservice({ strategy: app.get(ReactionServer) });
  await app.startAllMicroservices();
}
