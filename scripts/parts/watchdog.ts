import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * Ends processes and removes folders when this process is gone, however it went. Node cannot ask the kernel for that, so a
 * small shell waits for the end of its input, which comes when the pipe's only writer dies. It ignores the terminal's
 * Ctrl-C and Postgres gets QUIT before KILL, so that it can give back its shared memory.
 */
const SCRIPT = `
trap '' INT TERM HUP
pids=' '
folders=''
while read -r verb value; do
  case $verb in
    watch) pids="$pids$value " ;;
    forget) pids=$(printf '%s' "$pids" | sed "s/ $value / /") ;;
    folder) folders="$folders
$value" ;;
  esac
done
for pid in $pids; do kill -QUIT "$pid"; kill -CONT "$pid"; done 2>/dev/null
[ "$pids" = ' ' ] || sleep 1
for pid in $pids; do kill -KILL "$pid"; done 2>/dev/null
printf '%s\\n' "$folders" | while read -r folder; do [ -z "$folder" ] || { umount -l "$folder"; rm -rf "$folder"; }; done 2>/dev/null
`;

let watchdog: (ChildProcess & { stdin: Writable }) | undefined;

/** From now on `pid` dies with this process. */
export function dieTogether(pid: number): void {
  tell(`watch ${pid}`);
}

/** Must follow the end of a watched process: its number may soon belong to another one. */
export function forget(pid: number): void {
  tell(`forget ${pid}`);
}

/** From now on `folder` is removed when this process ends; a file system that is mounted there is taken off first. */
export function removeAtEnd(folder: string): void {
  tell(`folder ${folder}`);
}

function tell(line: string): void {
  watchdog ??= startWatchdog();
  watchdog.stdin.write(`${line}\n`);
}

function startWatchdog(): ChildProcess & { stdin: Writable } {
  const child = spawn('/bin/sh', ['-c', SCRIPT], { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // A child's pipe is a socket; referenced, it would keep this process alive for ever.
  (child.stdin as unknown as { unref(): void }).unref();
  child.stdin.on('error', () => undefined);
  return child;
}
