import type { RequestFact } from '@belfry/core';
import { name, type RawObject } from '../raw-fields.ts';
import { originOf, type Step } from './step.ts';
import { toCostMicros, toPriceClass, toRequestKey, toTokens } from './usage.ts';

/** A claim to a request. `value` is the record with the ids: not the step's own where a progress record holds another. */
export function addRequest(step: Step, message: RawObject | undefined, usage: RawObject, value = step.value): void {
  const messageId = name(message, 'id');
  const model = name(message, 'model');
  const origin = originOf(step, value);
  const reportedCostMicros = toCostMicros(value.costUSD);
  const below = step.session.lastIndexOf('/');
  const owner = origin === undefined || below < 0 ? origin : `${origin}${step.session.slice(below)}`;
  const { place, chain } = step.state;
  const subagent = place.agent ?? (step.session === step.main ? undefined : step.session.slice(step.main.length + 1));
  const fact: RequestFact = {
    type: 'request',
    session: step.session,
    span: step.span,
    key: toRequestKey({
      message: messageId,
      request: name(value, 'requestId'),
      chain: subagent ?? chain ?? step.main,
      record: name(value, 'uuid') ?? `${step.main}${step.id}`,
    }),
    tokens: toTokens(usage),
    basis: 'counted',
    priceClass: toPriceClass(usage),
  };
  if (messageId !== undefined) fact.messageKey = messageId;
  if (step.at !== undefined) fact.at = step.at;
  if (model !== undefined) fact.model = model;
  // Only the first versions say what a request cost.
  if (reportedCostMicros !== undefined) fact.reportedCostMicros = reportedCostMicros;
  if (owner !== undefined) fact.owner = owner;
  step.facts.push(fact);
}
