import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '@belfry/attention';
import { aSessionState } from '@belfry/core/testing';
import { describe, expect, it } from 'vitest';
import { findUnshown } from './expected-phases.ts';
import { findRecordings, readExpected } from './find-recordings.ts';
import { readScenario } from './scenario.ts';

const samples = process.env.BELFRY_SAMPLES ?? join(import.meta.dirname, '../../../../../shared/samples');

/** Phases that are not shown, for the reasons in docs/state-differences.md. */
const differences: Readonly<Record<string, readonly string[]>> = {
  'claude/2-18_user-blocking-plan-mode-approval/2026-05-18-00-22-33': ['plan_mode_waiting'],
  'claude/2-20_user-esc-interrupt/2026-05-18-00-27-50': ['interrupt_to_ready'],
  'claude/2-6_long-agentic-session-stress/2026-05-18-00-39-25': ['t1_end', 't2_end', 't3_end', 't4_end'],
  'claude/4-2_multiple-agents-same-workspace/2026-05-24-22-02-34': ['agentB_turn_done'],
  'claude/5-3_model-switch-midsession/2026-05-18-00-32-05': ['t2_start'],
  'codex/1-5_session-reset/2026-05-23-19-21-40': ['v2_session_birth', 'v2_turn_start', 'v2_turn_end'],
  'codex/2-20_interrupted-turn/2026-05-16-22-56-57': ['turn_2_end'],
};

const recordings = ['claude', 'codex'].flatMap((agent) => {
  const scenarios = join(samples, agent, 'irrlicht/scenarios');
  if (!existsSync(scenarios)) return [];
  return findRecordings(scenarios).map((dir) => {
    const [scenario = '', recording = ''] = dir.split('/').slice(-2);
    return { name: `${agent}/${scenario}/${recording.slice(0, 19)}`, dir };
  });
});

it('a phase is shown by a state in time, and missed when it comes too late', () => {
  const state = { ...aSessionState({ sessionId: 'claude:s', state: 'working' }) };
  const timeline = [{ at: 1_500, type: 'state' as const, state }];
  const events = [{ at: 1_000, kind: 'transcript_new', session: 's', agent: 'claude' }];
  const phase = { phase: 'begins', expected_state: 'working' as const, relative_to: 'start' };
  expect(findUnshown([{ ...phase, max_delay_ms: 500 }], timeline, events)).toEqual([]);
  expect(findUnshown([{ ...phase, max_delay_ms: 499 }], timeline, events)).toEqual(['begins: not shown']);
});

const onRecordings = recordings.length > 0 ? describe : undefined;
onRecordings?.('recordings of real agents', () => {
  it.each(recordings)('$name shows its phases', ({ name, dir }) => {
    const { events, happenings } = readScenario(dir);
    const timeline = replay(happenings, { afterMs: 5_000 });
    const unshown = findUnshown(readExpected(dir) ?? [], timeline, events);
    expect(unshown).toEqual((differences[name] ?? []).map((phase) => `${phase}: not shown`));
  });
});
