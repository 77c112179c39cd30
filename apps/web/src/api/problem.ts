import type { Problem } from '@belfry/api/contract';

/** An answer that is not the one asked for: the server's problem document, or none because it was out of reach. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly hint: string | undefined;
  readonly retryable: boolean;

  constructor(problem: Pick<Problem, 'title' | 'status' | 'code' | 'hint' | 'retryable'>, cause?: unknown) {
    super(problem.title, { cause });
    this.code = problem.code;
    this.status = problem.status;
    this.hint = problem.hint;
    this.retryable = problem.retryable;
  }
}

/** The daemon, or what stands between it and the page, did not answer as belfry does. */
export function toUnreachable(cause: unknown, status = 0): ApiProblem {
  return new ApiProblem(
    {
      title: status === 0 ? 'The daemon does not answer' : `Something answered ${status} in the daemon's place`,
      status,
      code: 'BELFRY_DAEMON_UNREACHABLE',
      hint: 'Check it with: belfry status',
      retryable: true,
    },
    cause,
  );
}

/** Anything thrown, as something a page can show. */
export function toProblem(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  const title = thrown instanceof Error ? thrown.message : String(thrown);
  return new ApiProblem({ title, status: 0, code: 'BELFRY_INTERNAL', hint: undefined, retryable: false }, thrown);
}

export function isAborted(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === 'AbortError';
}
