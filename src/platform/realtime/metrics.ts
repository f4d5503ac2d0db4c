import { Counter, Gauge } from 'prom-client';
import { metrics } from '../observability/metrics.js';

const registers = [metrics];

export const realtimeMetrics = {
  connections: new Gauge({ name: 'parley_realtime_connections', help: 'Signed-in sockets', registers }),
  frames: new Counter({ name: 'parley_realtime_frames_total', help: 'Frames written to sockets', registers }),
  writes: new Counter({ name: 'parley_realtime_writes_total', help: 'Writes that carried those frames', registers }),
  events: new Counter({ name: 'parley_realtime_events_total', help: 'Client events handled', registers }),
  refused: new Counter({
    name: 'parley_realtime_refused_total',
    help: 'Client events and handshakes refused, by code',
    labelNames: ['code'],
    registers,
  }),
  repeats: new Counter({
    name: 'parley_realtime_repeats_total',
    help: 'Entries the gate dropped as repeats',
    registers,
  }),
  holes: new Counter({
    name: 'parley_realtime_holes_total',
    help: 'Holes the gate filled from the journal',
    registers,
  }),
  shed: new Counter({ name: 'parley_realtime_shed_total', help: 'Ephemeral frames shed for slow readers', registers }),
  closes: new Counter({
    name: 'parley_realtime_closes_total',
    help: 'Sockets the server closed, by reason',
    labelNames: ['reason'],
    registers,
  }),
  busErrors: new Counter({
    name: 'parley_realtime_bus_errors_total',
    help: 'Bus packets not published or not understood',
    labelNames: ['kind'],
    registers,
  }),
  pullMode: new Gauge({
    name: 'parley_realtime_pull_mode',
    help: '1 while heads are polled because this node or another one lacks Redis',
    registers,
  }),
};
