import type { Socket } from 'node:net';

/**
 * Resets a connection at once. `resetAndDestroy` would first send what is still to be sent and an orderly end, which the
 * other side may take for the truth; the property it sets makes a plain `destroy` a reset.
 */
export function reset(socket: Socket): void {
  if (socket.connecting || socket.destroyed) return void socket.destroy();
  (socket as Socket & { resetAndClosing: boolean }).resetAndClosing = true;
  socket.destroy();
}
