import type { Problem } from '../../contract/index.js';
import { DomainError } from '../../shared/domain-error.js';
import { log } from '../observability/log.js';

/** Who are you, you may not, and what is not yours, which is answered as what is not there. */
const STATUSES: readonly number[] = [401, 403, 404];

/** What was asked for, as the route or event is named, and by whom as far as that is known. Never what was sent. */
export interface Refused {
  of: string;
  userId?: string;
  sessionId?: string;
  address?: string;
}

/** One line for each refusal that says who may do what. An address that does not exist is none, nor is bad input. */
export function auditRefusal(error: unknown, problem: Problem, refused: Refused): void {
  const { status, code, requestId } = problem;
  if (!STATUSES.includes(status) || code === 'platform.not_found') return;
  if (error instanceof DomainError && error.audited) return;
  log.info({ audit: 'refused', code, requestId, ...refused }, 'refused');
}
