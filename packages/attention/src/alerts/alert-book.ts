import type { Alert, ClearReason } from '@belfry/core';
import type { Finding, Rule } from '../rules/rule.ts';
import { toIso } from '../state/evidence.ts';
import { isMuted, type MinuteOfDay, type Mute, type QuietHours, quietUntil } from './hush.ts';

export type AlertChange = { type: 'raised' | 'updated' | 'cleared'; alert: Alert };

/** Of which session, for alerts about one. */
export interface Subject {
  sessionId?: string;
  agent?: string;
  project?: string;
}

/** One thing a rule may find about one subject: not yet long enough so, standing, or over. */
export interface AlertEntry {
  rule: string;
  subject: string;
  key: string;
  /** Since when it waits for its dwell. */
  pendingSince?: number;
  /** How long it must have waited, in ms. */
  dwellMs?: number;
  alert?: Alert;
  clearedAt?: number;
}

export interface HushSettings {
  quietHours?: QuietHours;
  minuteOfDay?: MinuteOfDay;
}

/** All alerts that stand or may soon: what was found becomes raised, updated and cleared. */
export interface AlertBook {
  /** What a rule finds about a subject now, all of it. */
  judge(
    rule: Rule,
    subject: Subject,
    findings: readonly Finding[],
    now: number,
    goneBecause: ClearReason,
  ): AlertChange[];
  isStanding(rule: string, subject: Subject): boolean;
  /** When an entry of the subject changes by itself. */
  dueAt(subject: Subject, now: number): number | undefined;
  /** Lets snoozes and quiet hours of a subject end. */
  wake(subject: Subject, now: number): AlertChange[];
  acknowledge(id: string, now: number): AlertChange[];
  snooze(id: string, until: number, now: number): AlertChange[];
  setMutes(mutes: readonly Mute[], now: number): AlertChange[];
  setHush(hush: HushSettings, now: number): AlertChange[];
  /** The subject of a standing alert. */
  subjectOf(id: string): string | undefined;
  standing(): Alert[];
  forget(sessionId: string): void;
  save(subjects: readonly string[]): AlertEntry[];
}

export function createAlertBook(
  ruleOf: (id: string) => Rule | undefined,
  saved: readonly AlertEntry[] = [],
): AlertBook {
  const bySubject = new Map<string, Map<string, AlertEntry>>();
  let mutes: readonly Mute[] = [];
  let hush: HushSettings = {};

  const entriesOf = (subject: string) => bySubject.get(subject) ?? new Map<string, AlertEntry>();
  const keyOf = (rule: string, key: string) => `${rule}\n${key}`;

  function put(entry: AlertEntry): void {
    const entries = entriesOf(entry.subject);
    entries.set(keyOf(entry.rule, entry.key), entry);
    bySubject.set(entry.subject, entries);
  }

  function drop({ subject, rule, key }: AlertEntry): void {
    const entries = bySubject.get(subject);
    entries?.delete(keyOf(rule, key));
    if (entries?.size === 0) bySubject.delete(subject);
  }

  /** Whether it may ring now, and when that is to be asked again. */
  function ringing(alert: Alert, now: number): { rings: boolean; askAgainAt?: number } {
    const rule = ruleOf(alert.rule);
    if (rule?.isSilent === true || alert.acknowledgedAt !== undefined) return { rings: false };
    const snoozed = alert.snoozedUntil === undefined ? 0 : Date.parse(alert.snoozedUntil);
    if (now < snoozed) return { rings: false, askAgainAt: snoozed };
    if (isMuted(alert, mutes, now)) {
      const ends = mutes
        .filter((mute) => mute.until !== undefined && isMuted(alert, [mute], now))
        .map(({ until }) => until ?? 0);
      return ends.length === 0 ? { rings: false } : { rings: false, askAgainAt: Math.min(...ends) };
    }
    const { quietHours, minuteOfDay } = hush;
    if (quietHours === undefined || minuteOfDay === undefined) return { rings: true };
    if (alert.severity === 'urgent' && quietHours.letsUrgentThrough) return { rings: true };
    const until = quietUntil(quietHours, minuteOfDay, now);
    return until === undefined ? { rings: true } : { rings: false, askAgainAt: until };
  }

  function update(entry: AlertEntry, alert: Alert, now: number): AlertChange[] {
    const next = { ...alert, rings: ringing(alert, now).rings };
    put({ ...entry, alert: next });
    return JSON.stringify(next) === JSON.stringify(entry.alert) ? [] : [{ type: 'updated', alert: next }];
  }

  function raise(entry: AlertEntry, alert: Alert, now: number): AlertChange[] {
    const raised = { ...alert, rings: ringing(alert, now).rings };
    const { pendingSince: _, dwellMs: _d, ...rest } = entry;
    put({ ...rest, alert: raised });
    return [{ type: 'raised', alert: raised }];
  }

  function judgeFinding(rule: Rule, subject: Subject, finding: Finding, now: number): AlertChange[] {
    const key = finding.key ?? '';
    const name = subject.sessionId ?? '';
    const entry = entriesOf(name).get(keyOf(rule.id, key)) ?? { rule: rule.id, subject: name, key };
    if (entry.alert !== undefined) return update(entry, toAlert(rule, subject, finding, entry.alert), now);
    const dwellMs = finding.dwellMs ?? rule.dwellMs;
    const pending = { ...entry, pendingSince: entry.pendingSince ?? Math.min(finding.since, now), dwellMs };
    put(pending);
    if (now < readyAt(rule, pending)) return [];
    return raise(pending, toAlert(rule, subject, finding, undefined, now), now);
  }

  function readyAt(rule: Rule, { pendingSince = 0, dwellMs = 0, clearedAt }: AlertEntry): number {
    const dwelled = pendingSince + dwellMs;
    return clearedAt === undefined ? dwelled : Math.max(dwelled, clearedAt + rule.cooldownMs);
  }

  function clear(entry: AlertEntry, now: number, clearReason: ClearReason): AlertChange[] {
    const { alert } = entry;
    const cooldownMs = ruleOf(entry.rule)?.cooldownMs ?? 0;
    const clearedAt = alert === undefined ? entry.clearedAt : now;
    if (clearedAt === undefined || clearedAt + cooldownMs <= now) drop(entry);
    else put({ rule: entry.rule, subject: entry.subject, key: entry.key, clearedAt });
    if (alert === undefined) return [];
    return [{ type: 'cleared', alert: { ...alert, rings: false, clearedAt: toIso(now), clearReason } }];
  }

  function all(): AlertEntry[] {
    return [...bySubject.values()].flatMap((entries) => [...entries.values()]);
  }

  const renew = (entries: readonly AlertEntry[], now: number) =>
    entries.flatMap((entry) => (entry.alert === undefined ? [] : update(entry, entry.alert, now)));

  function find(id: string): AlertEntry | undefined {
    return all().find(({ alert }) => alert?.id === id);
  }

  for (const entry of saved) put(entry);

  return {
    judge(rule, subject, findings, now, goneBecause) {
      const name = subject.sessionId ?? '';
      const found = new Set(findings.map(({ key = '' }) => key));
      const gone = [...entriesOf(name).values()].filter((entry) => entry.rule === rule.id && !found.has(entry.key));
      return [
        ...gone.flatMap((entry) => clear(entry, now, goneBecause)),
        ...findings.flatMap((finding) => judgeFinding(rule, subject, finding, now)),
      ];
    },
    isStanding: (rule, { sessionId = '' }) =>
      [...entriesOf(sessionId).values()].some((entry) => entry.rule === rule && entry.alert !== undefined),
    dueAt({ sessionId = '' }, now) {
      const dues = [...entriesOf(sessionId).values()].flatMap((entry) => {
        const { alert, pendingSince } = entry;
        if (alert !== undefined) return ringing(alert, now).askAgainAt ?? [];
        const rule = ruleOf(entry.rule);
        if (rule === undefined || pendingSince === undefined) return [];
        return readyAt(rule, entry);
      });
      return dues.length === 0 ? undefined : Math.min(...dues);
    },
    wake: ({ sessionId = '' }, now) => renew([...entriesOf(sessionId).values()], now),
    acknowledge(id, now) {
      const entry = find(id);
      if (entry?.alert === undefined || entry.alert.acknowledgedAt !== undefined) return [];
      return update(entry, { ...entry.alert, acknowledgedAt: toIso(now) }, now);
    },
    snooze(id, until, now) {
      const entry = find(id);
      return entry?.alert === undefined ? [] : update(entry, { ...entry.alert, snoozedUntil: toIso(until) }, now);
    },
    setMutes(next, now) {
      mutes = next;
      return renew(all(), now);
    },
    setHush(next, now) {
      hush = next;
      return renew(all(), now);
    },
    subjectOf: (id) => find(id)?.subject,
    standing: () => all().flatMap(({ alert }) => alert ?? []),
    forget: (sessionId) => void bySubject.delete(sessionId),
    save: (subjects) => subjects.flatMap((subject) => [...entriesOf(subject).values()]),
  };
}

function toAlert(rule: Rule, subject: Subject, finding: Finding, before: Alert | undefined, now = 0): Alert {
  const { title, details, data = {}, evidence = [], severity = rule.severity, key } = finding;
  const raisedAt = before?.raisedAt ?? toIso(now);
  return {
    ...before,
    id: before?.id ?? [rule.id, subject.sessionId ?? 'all', ...(key === undefined ? [] : [key]), raisedAt].join('|'),
    rule: rule.id,
    severity,
    ...subject,
    ...(key === undefined ? {} : { key }),
    since: before?.since ?? toIso(finding.since),
    raisedAt,
    title,
    details,
    data,
    evidence,
    rings: before?.rings ?? false,
  };
}
