import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nextUuid } from './seeded-random.ts';
import type { SessionWriter, Story } from './story.ts';

interface CodexWriterOptions {
  /** `~/.codex` of the demo. */
  root: string;
  cwd: string;
  story: Pick<Story, 'branch'>;
  model: string;
  atMs: number;
  random(): number;
  /** How full the five-hour window is at a time, in percent. */
  usedPercent(atMs: number): number;
}

const window = { primaryMinutes: 300, secondaryMinutes: 10_080 };

/** Writes a rollout as Codex does. A step it has no tool for is done in the shell. */
export function createCodexWriter(options: CodexWriterOptions): SessionWriter {
  const { cwd, model, random, usedPercent } = options;
  const id = nextUuid(random);
  const begun = new Date(options.atMs).toISOString();
  const directory = join(options.root, 'sessions', ...begun.slice(0, 10).split('-'));
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `rollout-${begun.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`);
  const total = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  let calls = 0;
  let turns = 0;

  const append = (type: string, payload: Record<string, unknown>) =>
    appendFileSync(path, `${JSON.stringify({ timestamp: new Date(writer.atMs).toISOString(), type, payload })}\n`);
  const pass = (least: number, most: number) => {
    writer.atMs += Math.round((least + random() * (most - least)) * 1000 * writer.pace);
  };
  const count = () => {
    const input = 9000 + Math.floor(random() * 30_000);
    const last = {
      input_tokens: input,
      cached_input_tokens: Math.floor(input * (0.7 + random() * 0.25)),
      output_tokens: 80 + Math.floor(random() * 900),
      reasoning_output_tokens: Math.floor(random() * 60),
      total_tokens: 0,
    };
    last.total_tokens = last.input_tokens + last.output_tokens;
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += last[key];
    const used = usedPercent(writer.atMs);
    append('event_msg', {
      type: 'token_count',
      info: { total_token_usage: { ...total }, last_token_usage: last, model_context_window: 272_000 },
      rate_limits: {
        primary: {
          used_percent: used,
          window_minutes: window.primaryMinutes,
          resets_in_seconds: secondsLeft(window.primaryMinutes),
        },
        secondary: {
          used_percent: Math.round(20 + used / 5),
          window_minutes: window.secondaryMinutes,
          resets_in_seconds: secondsLeft(window.secondaryMinutes),
        },
      },
    });
  };
  /** Windows of the demo begin on whole multiples of their length. */
  const secondsLeft = (minutes: number) => Math.ceil((minutes * 60_000 - (writer.atMs % (minutes * 60_000))) / 1000);
  const shell = (cmd: string, output: string, failed = false) => {
    calls += 1;
    const call_id = `call_${id.slice(0, 8)}_${calls}`;
    append('response_item', {
      type: 'function_call',
      name: 'exec_command',
      call_id,
      arguments: JSON.stringify({ cmd, workdir: cwd }),
    });
    pass(2, 30);
    append('response_item', {
      type: 'function_call_output',
      call_id,
      output: `Process exited with code ${failed ? 1 : 0}\nOutput:\n${output}`,
    });
    count();
    pass(1, 5);
  };
  const say = (text: string) => {
    append('response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] });
    append('event_msg', { type: 'agent_message', message: text });
    count();
    pass(2, 6);
  };

  const writer: SessionWriter = {
    atMs: options.atMs,
    pace: 1,
    step(step) {
      switch (step.do) {
        case 'prompt':
          turns += 1;
          append('turn_context', { turn_id: `turn-${turns}`, cwd, model });
          append('response_item', {
            type: 'message',
            role: 'user',
            content: [{ type: 'input_text', text: step.text }],
          });
          append('event_msg', { type: 'user_message', message: step.text });
          return pass(3, 9);
        case 'think':
          append('response_item', { type: 'reasoning', summary: [{ type: 'summary_text', text: step.text }] });
          return pass(2, 6);
        case 'say':
          return say(step.text);
        case 'run':
          return shell(step.command, step.output, step.failed === true);
        case 'read':
          return shell(`cat ${step.path}`, step.text);
        case 'search':
          return shell(`rg -l '${step.pattern}'`, step.output);
        case 'agent':
          return say(step.answer);
        case 'ask':
          return say(step.question);
        case 'edit': {
          calls += 1;
          const call_id = `call_${id.slice(0, 8)}_${calls}`;
          const isNew = step.before.length === 0;
          const lines = [...step.before.map((line) => `-${line}`), ...step.after.map((line) => `+${line}`)];
          const head = isNew ? [`*** Add File: ${step.path}`] : [`*** Update File: ${step.path}`, '@@'];
          const input = ['*** Begin Patch', ...head, ...lines, '*** End Patch'].join('\n');
          append('response_item', {
            type: 'custom_tool_call',
            status: 'completed',
            name: 'apply_patch',
            call_id,
            input,
          });
          pass(0, 1);
          append('response_item', {
            type: 'custom_tool_call_output',
            call_id,
            output: JSON.stringify({
              output: `Success. Updated the following files:\n${isNew ? 'A' : 'M'} ${step.path}\n`,
              metadata: { exit_code: 0, duration_seconds: 0 },
            }),
          });
          count();
          return pass(2, 8);
        }
        case 'wait':
          writer.atMs += step.seconds * 1000 * writer.pace;
      }
    },
  };
  append('session_meta', {
    id,
    timestamp: begun,
    cwd,
    originator: 'codex_cli_rs',
    cli_version: '0.169.0',
    git: { branch: options.story.branch },
  });
  return writer;
}
