import { type BelfryError, toBelfryError } from '@belfry/core';
import type { FastifyError } from 'fastify';
import type { InvalidField, Problem } from '../contract/problem.ts';

/** The problem document for anything thrown while a request was answered. What went wrong inside stays inside. */
export function toProblem(thrown: unknown): Problem {
  const refusal = toRefusal(thrown);
  if (refusal) return refusal;
  const error = toBelfryError(thrown);
  const problem = fromBelfry(error);
  if (error.code !== 'BELFRY_INTERNAL') return problem;
  return { ...problem, title: 'Something failed inside belfry', hint: 'The log has the details: belfry daemon logs' };
}

function fromBelfry({ code, message, hint, status, retryable, data }: BelfryError): Problem {
  const invalid = data.invalid as InvalidField[] | undefined;
  return {
    type: `urn:belfry:error:${code}`,
    title: message,
    status,
    code,
    ...(hint && { hint }),
    retryable,
    ...(invalid && { invalid }),
  };
}

/** What fastify refuses by itself: a body that is too large, is not JSON, or of another media type. */
function toRefusal(thrown: unknown): Problem | undefined {
  const { statusCode, message, code } = (thrown ?? {}) as Partial<FastifyError>;
  if (!code?.startsWith('FST_') || statusCode === undefined || statusCode >= 500) return undefined;
  return {
    type: 'urn:belfry:error:BELFRY_BAD_REQUEST',
    title: message ?? 'Bad request',
    status: statusCode,
    code: 'BELFRY_BAD_REQUEST',
    retryable: false,
  };
}
