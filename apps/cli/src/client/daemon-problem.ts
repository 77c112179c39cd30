import { BelfryError, type ErrorCode, errorCodes } from '@belfry/core';

/** What the daemon refused, as the error the same thing would have been here. */
export async function readProblem(response: Response): Promise<BelfryError> {
  const problem = (await response.json().catch(() => ({}))) as {
    code?: string;
    detail?: string;
    title?: string;
    hint?: string;
  };
  const message = problem.detail ?? problem.title ?? `The daemon answered ${response.status}.`;
  const code = isErrorCode(problem.code) ? problem.code : 'BELFRY_DAEMON_UNREACHABLE';
  return new BelfryError(code, message, {
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    data: { status: response.status },
  });
}

/** A newer daemon may know codes this command does not. */
function isErrorCode(code: string | undefined): code is ErrorCode {
  return code !== undefined && Object.hasOwn(errorCodes, code);
}

/** A connection that was refused or broke off. */
export function toUnreachable(url: string, cause: unknown): BelfryError {
  return new BelfryError('BELFRY_DAEMON_UNREACHABLE', `The daemon at ${url} does not answer any more.`, {
    cause,
    hint: 'belfry daemon status says whether it runs.',
  });
}
