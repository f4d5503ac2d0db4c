import { anatomyFigure } from './anatomy.js';
import { acrossDirectFigure, acrossLatencyFigure, acrossRoomFigure, twoNodesFigure } from './across-nodes.js';
import { disconnectsFigure } from './disconnects.js';
import { echoFigure, echoLatencyFigure, fanoutFigure, loneFigure } from './fanout.js';
import type { Figure } from './figure.js';
import { growthFigure } from './growth.js';
import { idleFigure } from './idle.js';
import { latencyFigure, latencyShareFigure } from './latency.js';
import { directFigure, hotFigure, manyRoomsFigure, oneRoomFigure, writesFigure } from './messages.js';
import { membersFigure } from './members.js';
import { newestPageFigure } from './newest-page.js';
import { officeFigure } from './office.js';
import { peersDirectFigure, peersLatencyFigure, peersManyRoomsFigure, peersOneRoomFigure } from './peers.js';
import { overloadFigure, relayFigure } from './pressure.js';
import { slowReadersFigure } from './slow-readers.js';
import { soakFigure } from './soak.js';
import { stormFigure } from './storm.js';

/** In the order of the table. */
export const FIGURES: readonly Figure[] = [
  directFigure,
  writesFigure,
  latencyFigure,
  latencyShareFigure,
  manyRoomsFigure,
  oneRoomFigure,
  fanoutFigure,
  loneFigure,
  hotFigure,
  echoFigure,
  echoLatencyFigure,
  idleFigure,
  overloadFigure,
  relayFigure,
  disconnectsFigure,
  newestPageFigure,
  anatomyFigure,
  peersDirectFigure,
  peersManyRoomsFigure,
  peersOneRoomFigure,
  peersLatencyFigure,
  stormFigure,
  slowReadersFigure,
  acrossDirectFigure,
  acrossLatencyFigure,
  acrossRoomFigure,
  twoNodesFigure,
  growthFigure,
  membersFigure,
  officeFigure,
  soakFigure,
];
