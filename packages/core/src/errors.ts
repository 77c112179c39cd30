/**
 * Every error code of belfry: HTTP status, CLI exit code, and whether trying again can help.
 * `docs/errors.md` lists exactly these; retired codes stay in `retiredCodes`.
 */
export const errorCodes = {
  BELFRY_INTERNAL: { status: 500, exit: 1, retryable: false },
  BELFRY_USAGE: { status: 400, exit: 2, retryable: false },
  BELFRY_NODE_TOO_OLD: { status: 500, exit: 1, retryable: false },
  BELFRY_CONFIG_INVALID: { status: 400, exit: 2, retryable: false },
  BELFRY_NOT_FOUND: { status: 404, exit: 1, retryable: false },
  BELFRY_BAD_REQUEST: { status: 400, exit: 2, retryable: false },
  BELFRY_UNAUTHORIZED: { status: 401, exit: 1, retryable: false },
  BELFRY_FORBIDDEN_HOST: { status: 403, exit: 1, retryable: false },
  BELFRY_FORBIDDEN_ORIGIN: { status: 403, exit: 1, retryable: false },
  BELFRY_FORBIDDEN_KEY: { status: 403, exit: 1, retryable: false },
  BELFRY_RATE_LIMITED: { status: 429, exit: 1, retryable: true },
  BELFRY_SIGN_IN_EXPIRED: { status: 401, exit: 1, retryable: false },
  BELFRY_PORT_TAKEN: { status: 500, exit: 1, retryable: false },
  BELFRY_ALREADY_RUNNING: { status: 409, exit: 0, retryable: false },
  BELFRY_DAEMON_UNREACHABLE: { status: 503, exit: 1, retryable: true },
  BELFRY_LOCKED: { status: 503, exit: 1, retryable: true },
  BELFRY_STATE_FILE_INVALID: { status: 500, exit: 1, retryable: false },
  BELFRY_ARCHIVE_NEWER: { status: 500, exit: 1, retryable: false },
  BELFRY_ARCHIVE_OLDER: { status: 503, exit: 1, retryable: true },
  BELFRY_ARCHIVE_CORRUPT: { status: 500, exit: 1, retryable: false },
  BELFRY_ARCHIVE_MISSING: { status: 404, exit: 1, retryable: false },
  BELFRY_ARCHIVE_BUSY: { status: 503, exit: 1, retryable: true },
  BELFRY_DISK_FULL: { status: 507, exit: 1, retryable: true },
  BELFRY_CURSOR_CONFLICT: { status: 409, exit: 1, retryable: true },
  BELFRY_CURSOR_INVALID: { status: 400, exit: 2, retryable: false },
  BELFRY_RESTORE_MISMATCH: { status: 500, exit: 1, retryable: false },
  BELFRY_PRUNED: { status: 410, exit: 1, retryable: false },
  BELFRY_SOURCE_UNREADABLE: { status: 422, exit: 1, retryable: true },
  BELFRY_SETTINGS_REFUSED: { status: 409, exit: 1, retryable: false },
  BELFRY_PRICES_UNAVAILABLE: { status: 503, exit: 1, retryable: true },
  BELFRY_READ_ONLY: { status: 403, exit: 1, retryable: false },
} as const satisfies Record<string, { status: number; exit: number; retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/** Codes that were released once and must not be used again. */
export const retiredCodes: readonly string[] = [];

export interface BelfryErrorOptions {
  cause?: unknown;
  /** What the user can do about it, one sentence. */
  hint?: string;
  /** Values that help a program; never transcript text. */
  data?: Record<string, unknown>;
}

/** The one error class: a stable code, what failed on what, and what to do. */
export class BelfryError extends Error {
  override readonly name = 'BelfryError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly data: Record<string, unknown>;

  constructor(code: ErrorCode, message: string, options: BelfryErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.data = options.data ?? {};
  }

  get status(): number {
    return errorCodes[this.code].status;
  }

  get exitCode(): number {
    return errorCodes[this.code].exit;
  }

  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }
}

/** Normalises anything thrown; a `BelfryError` comes back unchanged. */
export function toBelfryError(thrown: unknown): BelfryError {
  if (thrown instanceof BelfryError) return thrown;
  const message = messageOf(thrown);
  const code = (thrown as { code?: unknown } | null)?.code;
  if (isForeign(thrown)) {
    const { hint, data } = thrown;
    return new BelfryError(thrown.code, message, { cause: thrown, data, ...(hint === undefined ? {} : { hint }) });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL') {
    return new BelfryError('BELFRY_DISK_FULL', message, {
      cause: thrown,
      hint: 'Free some disk space; belfry resumes by itself.',
    });
  }
  return new BelfryError('BELFRY_INTERNAL', message, { cause: thrown });
}

/** Thrown by another copy of this module: bundles each have their own. */
function isForeign(thrown: unknown): thrown is Pick<BelfryError, 'code' | 'hint' | 'data'> {
  return thrown instanceof Error && thrown.name === 'BelfryError' && isErrorCode((thrown as { code?: unknown }).code);
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

// Anything can be thrown, also what cannot be made a string.
function messageOf(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  return 'message' in thrown && typeof thrown.message === 'string' ? thrown.message : 'an object without a message';
}
