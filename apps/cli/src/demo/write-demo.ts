import { join } from 'node:path';
import { createClaudeWriter } from './claude-writer.ts';
import { createCodexWriter } from './codex-writer.ts';
import type { DemoHome } from './demo-environment.ts';
import { createRandom, pick } from './seeded-random.ts';
import { smallStories } from './small-stories.ts';
import { stories } from './stories.ts';
import type { SessionWriter, Step, Story } from './story.ts';

const seed = 1717;
const days = 36;
const dayMs = 86_400_000;
const claudeModels = ['claude-opus-4-6', 'claude-opus-4-6', 'claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001'];
const allStories = [...stories, ...smallStories];
const codexModel = 'gpt-5-codex';

/** Sessions that are still going on when the demo begins: their next steps come while one looks. */
export interface LiveSession {
  writer: SessionWriter;
  /** Steps to come; begins again with the first when all have come. */
  steps: readonly Step[];
}

/** Writes some weeks of work of a person who does not exist, up to `nowMs`. The same at each start, but for the dates. */
export function writeDemo({ userHome }: DemoHome, nowMs: number): LiveSession[] {
  const random = createRandom(seed);
  const open = (agent: 'claude' | 'codex', story: Story, atMs: number) => {
    const common = { cwd: `/home/demo/${story.project}`, story, atMs, random };
    return agent === 'claude'
      ? createClaudeWriter({ ...common, root: join(userHome, '.claude'), model: pick(random, claudeModels) })
      : createCodexWriter({ ...common, root: join(userHome, '.codex'), model: codexModel, usedPercent: usedAt });
  };

  for (let day = days; day >= 0; day--) {
    const midnight = nowMs - (nowMs % dayMs) - day * dayMs;
    const isWeekend = [0, 6].includes(new Date(midnight).getUTCDay());
    const sessions = isWeekend ? Math.floor(random() * 2) : 2 + Math.floor(random() * 4);
    for (let i = 0; i < sessions; i++) {
      const atMs = midnight + (8 + random() * 10) * 3_600_000;
      const story = pick(random, allStories);
      const agent = random() < 0.72 ? 'claude' : 'codex';
      // Drawn before it is decided, so that the hour of the start changes nothing else.
      if (atMs > nowMs - 3_600_000) continue;
      const writer = open(agent, story, atMs);
      const rounds = 1 + Math.floor(random() * 4);
      for (let round = 0; round < rounds && writer.atMs < nowMs - 1_800_000; round++) {
        const { steps } = round === 0 ? story : pick(random, storiesOf(story.project));
        for (const step of steps) writer.step(step);
      }
    }
  }

  const [rounding, , , flaky, printer, handbook] = stories;
  if (rounding === undefined || flaky === undefined || printer === undefined || handbook === undefined) return [];
  return [
    begin(open('claude', rounding, nowMs - 14 * 60_000), rounding, 6, nowMs),
    begin(open('codex', printer, nowMs - 6 * 60_000), printer, 2, nowMs),
    begin(open('claude', flaky, nowMs - 9 * 60_000), flaky, 3, nowMs),
    asking(open('claude', handbook, nowMs - 22 * 60_000), handbook),
  ];
}

function begin(writer: SessionWriter, story: Story, done: number, nowMs: number): LiveSession {
  for (const step of story.steps.slice(0, done)) writer.step(step);
  writer.atMs = Math.min(writer.atMs, nowMs);
  const others = storiesOf(story.project).filter((other) => other !== story);
  const rest = [...story.steps.slice(done), ...others.flatMap(({ steps }) => steps)];
  return { writer, steps: [...rest, ...story.steps.slice(0, done)] };
}

function storiesOf(wanted: string): Story[] {
  return allStories.filter(({ project }) => project === wanted);
}

/** One session waits for an answer, and goes on waiting. */
function asking(writer: SessionWriter, story: Story): LiveSession {
  for (const step of story.steps.slice(0, 2)) writer.step(step);
  writer.step({
    do: 'ask',
    header: 'Dead links',
    question: 'Four links are dead. Shall I remove them or replace them with archived copies?',
    options: [
      ['Replace with archived copies', 'Each link leads to the copy of the day it was made'],
      ['Remove them', 'The words stay'],
      ['Only list them', 'In the issue, and no page is changed'],
    ],
  });
  return { writer, steps: [] };
}

/** The five-hour window of the demo fills evenly and starts anew. */
function usedAt(atMs: number): number {
  const window = 300 * 60_000;
  return Math.round(((atMs % window) / window) * 78);
}
