import type { UsageGranularity } from '@belfry/core';
import { addDays, countDays, isDay } from './days.ts';

export const dimensions = ['model', 'project', 'agent'] as const;
export type Dimension = (typeof dimensions)[number];

export const ranges = ['day', 'week', 'month', 'year'] as const;
export type NamedRange = (typeof ranges)[number];

export const measures = ['cost', 'tokens'] as const;
export type Measure = (typeof measures)[number];

export const sessionSorts = ['cost', 'tokens', 'recent'] as const;
export type SessionSort = (typeof sessionSorts)[number];

/** What the usage page shows: all of it is in the address, so that a view can be kept and shared. */
export interface UsagePlace {
  range: NamedRange | { from: string; to: string };
  by: Dimension;
  measure: Measure;
  model: string[];
  project: string[];
  agent: string[];
  /** Key of the one period the sessions below are of. */
  period?: string;
  sort: SessionSort;
}

/** First and last day, both included, and how finely they are cut. */
export interface UsageSpan {
  from: string;
  to: string;
  granularity: UsageGranularity;
}

/** Reads a place from a query string; what makes no sense there is as if it were not given. */
export function toUsagePlace(query: string): UsagePlace {
  const params = new URLSearchParams(query);
  const from = params.get('from') ?? '';
  const to = params.get('to') ?? '';
  const isSpan = isDay(from) && isDay(to) && from <= to;
  const place: UsagePlace = {
    range: isSpan ? { from, to } : oneOf(ranges, params.get('range'), 'month'),
    by: oneOf(dimensions, params.get('by'), 'model'),
    measure: oneOf(measures, params.get('measure'), 'cost'),
    model: params.getAll('model'),
    project: params.getAll('project'),
    agent: params.getAll('agent'),
    sort: oneOf(sessionSorts, params.get('sort'), 'cost'),
  };
  const period = params.get('period');
  return period === null ? place : { ...place, period };
}

/** The query string of a place; what is as usual is left out. */
export function toUsageQuery(place: UsagePlace): string {
  const params = new URLSearchParams();
  if (typeof place.range === 'object') {
    params.set('from', place.range.from);
    params.set('to', place.range.to);
  } else if (place.range !== 'month') params.set('range', place.range);
  if (place.by !== 'model') params.set('by', place.by);
  if (place.measure !== 'cost') params.set('measure', place.measure);
  for (const dimension of dimensions) {
    for (const name of place[dimension]) params.append(dimension, name);
  }
  if (place.period !== undefined) params.set('period', place.period);
  if (place.sort !== 'cost') params.set('sort', place.sort);
  return params.toString();
}

/** The days a place means, seen from `today`. A bar is an hour, a day, a week or a month: about 100 of them at most. */
export function toSpan(range: UsagePlace['range'], today: string): UsageSpan {
  if (range === 'day') return { from: today, to: today, granularity: 'hour' };
  if (range === 'week') return { from: addDays(today, -6), to: today, granularity: 'day' };
  if (range === 'month') return { from: addDays(today, -29), to: today, granularity: 'day' };
  if (range === 'year') return { from: addDays(today, -364), to: today, granularity: 'week' };
  const days = countDays(range.from, range.to);
  const granularity = days <= 2 ? 'hour' : days <= 92 ? 'day' : days <= 731 ? 'week' : 'month';
  return { ...range, granularity };
}

function oneOf<T extends string>(all: readonly T[], text: string | null, usual: T): T {
  return all.find((one) => one === text) ?? usual;
}
