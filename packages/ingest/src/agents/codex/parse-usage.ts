import type { RequestFact } from '@belfry/core';
import { count, name, object, type RawObject } from '../raw-fields.ts';
import { sayQuota } from './quota.ts';
import { type Reading, saySession } from './reading.ts';
import { stepEvent, stepRecord, type TokenStep, toTokenUsage, vectorOf } from './tokens.ts';

/** `token_count`: cumulative counters and rate limits; either may be null. */
export function parseTokenCount(reading: Reading, payload: RawObject): void {
  const { state } = reading;
  const info = object(payload, 'info');
  if (info !== undefined) {
    const window = count(info, 'model_context_window');
    if (window !== undefined && window > 0 && window !== state.window) {
      state.window = window;
      saySession(reading, { contextWindow: window });
    }
    // A fork by reference begins with its parent's counters, which are no request of its own.
    const isBaseline = state.byReference && state.tokens.total === undefined && state.reply === '';
    sayRequest(reading, stepEvent(state.tokens, info, isBaseline), {});
  }
  const limits = object(payload, 'rate_limits');
  if (limits !== undefined) sayQuota(reading, limits);
}

/** `token_usage_record`: one response of the model, told with the thread and turn it belongs to. */
export function parseUsageRecord(reading: Reading, payload: RawObject): void {
  const step = stepRecord(reading.state.tokens, payload);
  const told: Told = {};
  const turn = name(payload, 'turn_id');
  const owner = name(payload, 'thread_id');
  const response = name(payload, 'response_id');
  if (turn !== undefined) told.turn = turn;
  if (owner !== undefined) told.owner = owner;
  if (response !== undefined) told.response = response;
  sayRequest(reading, step, told);
}

interface Told {
  turn?: string;
  owner?: string;
  response?: string;
}

function sayRequest(reading: Reading, step: TokenStep, told: Told): void {
  const { state } = reading;
  state.tokens = step.state;
  if (step.request === undefined) return;
  const { usage, total } = step.request;
  const fact: RequestFact = {
    type: 'request',
    session: state.session,
    span: reading.span,
    key: requestKey(reading, told, total === undefined ? undefined : vectorOf(total)),
    tokens: toTokenUsage(usage),
    basis: 'counted',
    priceClass: priceClass(state.tier),
  };
  // Versions without turn ids count a response before they write its items, later ones after its last item.
  if (state.replyOpen || (state.turn !== '' && state.reply !== '')) fact.messageKey = state.reply;
  if (reading.at !== undefined) fact.at = reading.at;
  if (state.model !== undefined) fact.model = state.model;
  if (told.owner !== undefined) fact.owner = told.owner;
  reading.facts.push(fact);
}

/**
 * The turn and the cumulative counters name a request in whatever copy of it and in either family of records.
 * Without turn ids the oldest thread of the file stands for the turn, and how often its counters began anew.
 */
function requestKey(reading: Reading, told: Told, vector: string | undefined): string {
  const { state } = reading;
  const turn = told.turn ?? state.turn;
  const place = turn === '' ? state.rootThread : turn;
  if (vector === undefined) return `${place}:${told.response ?? reading.record}`;
  return turn === '' && state.tokens.epoch > 0 ? `${place}:${vector}+${state.tokens.epoch}` : `${place}:${vector}`;
}

function priceClass(tier: string | undefined): string {
  return tier === undefined || tier === 'default' || tier === 'auto' ? 'standard' : tier;
}
