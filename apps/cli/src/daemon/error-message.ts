import { BelfryError, type ErrorCode, toBelfryError } from '@belfry/core';

/** An error as plain data: classes do not survive the border of a thread or process; code, message and hint do. */
export interface ErrorMessage {
  code: ErrorCode;
  message: string;
  hint: string | undefined;
  data: Record<string, unknown>;
}

export function toErrorMessage(thrown: unknown): ErrorMessage {
  const { code, message, hint, data } = toBelfryError(thrown);
  return { code, message, hint, data };
}

export function fromErrorMessage({ code, message, hint, data }: ErrorMessage): BelfryError {
  return new BelfryError(code, message, { ...(hint === undefined ? {} : { hint }), data });
}
