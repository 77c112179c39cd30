import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BelfryHome } from './belfry-home.ts';
import { type ClaudeTranscript, startTranscript } from './claude-lines.ts';

const second = 1000;
const minute = 60 * second;

/** A day of somebody who builds a small shop: what a first look at belfry would show. */
export interface BelievableDay {
  /** The session to look at from near. */
  checkout: ClaudeTranscript;
  /** Appends what happens right now in the sessions that run. */
  goOn(): void;
}

export function writeBelievableDay(home: BelfryHome): BelievableDay {
  const now = Date.now();
  writeEarlier(home, now);
  writeCodexSession(home, now - 18 * minute);
  const checkout = writeCheckout(home, now - 8 * minute);
  const flaky = startTranscript(home, {
    cwd: '/home/dev/shop-api',
    branch: 'flaky-login',
    atMs: now - 3 * minute,
    tokens: { output: 310, cacheRead: 18_400, cacheWrite: 1900 },
  });
  flaky.prompt('The login test fails one time in ten on CI. Find out why.');
  const grep = flaky.call('Grep', { pattern: 'setTimeout', path: 'test/login', output_mode: 'content' });
  flaky.result(grep, 'test/login/session.test.ts:41:  setTimeout(resolve, 50)');
  flaky.wait(80 * second);
  flaky.reply('The test waits 50 ms for the session to expire. I will let it wait for the event instead.');
  const docs = startTranscript(home, {
    cwd: '/home/dev/handbook',
    atMs: now - 95 * second,
    tokens: { output: 720, cacheRead: 24_100, cacheWrite: 6200 },
  });
  docs.prompt('Turn the release notes of the last three versions into one upgrade guide.');
  const read = docs.call('Read', { file_path: '/home/dev/handbook/releases/4.2.md' });
  docs.wait(20 * second);
  docs.result(read, '# 4.2\n\n- Orders carry a currency\n- Webhooks are signed');

  return {
    checkout,
    goOn() {
      for (const session of [checkout, flaky, docs]) session.catchUp();
      const loop = flaky.call('Bash', {
        command: 'pnpm vitest run test/login --repeat 50',
        description: 'Run the login tests 50 times',
      });
      checkout.reply(
        'All 212 tests pass. Rounding now happens **once per order**, and the old snapshot was wrong by a cent.',
      );
      const write = docs.call('Write', {
        file_path: '/home/dev/handbook/guides/upgrade-4.md',
        content: '# Upgrade to 4\n',
      });
      docs.result(write, 'File created', false, {
        type: 'create',
        filePath: '/home/dev/handbook/guides/upgrade-4.md',
        content: '# Upgrade to 4\n',
        structuredPatch: [],
      });
      flaky.result(loop, ' Test Files  1 passed (1)\n      Tests  50 passed (50)\n   Duration  9.42s');
      flaky.call('Bash', { command: 'git push --set-upstream origin flaky-login', description: 'Push the branch' });
    },
  };
}

function writeCheckout(home: BelfryHome, atMs: number): ClaudeTranscript {
  const session = startTranscript(home, {
    cwd: '/home/dev/shop',
    branch: 'vat-rounding',
    atMs,
    tokens: { output: 480, cacheRead: 31_200, cacheWrite: 2600 },
  });
  session.prompt(
    'Totals on the checkout page are sometimes one cent off. Customers in France noticed. Find the cause and fix it, with a test.',
  );
  session.wait(9 * second);
  session.think(
    'One cent off points to rounding. If tax is rounded per line and the order total is computed from net amounts, the two differ. Look at how the total is built first.',
  );
  session.reply('That smells like rounding per line. I will look at how the total is built.');
  const read = session.call('Read', { file_path: '/home/dev/shop/src/checkout/total.ts' });
  session.result(
    read,
    '1\timport type { Line } from "./line";\n2\t\n3\texport function total(lines: Line[], vat: number): number {\n4\t  return lines.reduce((sum, line) => sum + round(line.net * (1 + vat)), 0);\n5\t}',
  );
  session.wait(14 * second);
  const agent = session.call('Agent', {
    description: 'Find every caller of total()',
    prompt: 'Search the repository for callers of total() and say which of them round again.',
    subagent_type: 'general-purpose',
  });
  const helper = session.subagent(agent, 'Find every caller of total()');
  helper.prompt('Search the repository for callers of total() and say which of them round again.');
  const grep = helper.call('Grep', { pattern: 'total\\(', path: 'src', output_mode: 'files_with_matches' });
  helper.result(grep, 'src/checkout/summary.ts\nsrc/invoice/pdf.ts\nsrc/checkout/total.test.ts');
  helper.wait(70 * second);
  helper.reply('Three callers. Only `src/invoice/pdf.ts` rounds again.');
  session.wait(75 * second);
  session.result(agent, 'Three callers. Only `src/invoice/pdf.ts` rounds again.', false, {
    status: 'completed',
    agentId: helper.id.split('/')[1],
    content: [{ type: 'text', text: 'Three callers. Only `src/invoice/pdf.ts` rounds again.' }],
  });
  session.reply(
    'Found it. Each line is rounded on its own, so ten lines can be off by five cents. The law asks for this:\n\n| step | rounded |\n|---|---|\n| line, net | no |\n| order, tax | **once**, half to even |\n\nI change `total` and leave the lines alone.',
  );
  session.wait(40 * second);
  const edit = session.call('Edit', {
    file_path: '/home/dev/shop/src/checkout/total.ts',
    old_string: '  return lines.reduce((sum, line) => sum + round(line.net * (1 + vat)), 0);',
    new_string: '  const net = lines.reduce((sum, line) => sum + line.net, 0);\n  return round(net * (1 + vat));',
  });
  session.result(edit, 'The file has been updated.', false, {
    filePath: '/home/dev/shop/src/checkout/total.ts',
    structuredPatch: [
      {
        oldStart: 3,
        oldLines: 3,
        newStart: 3,
        newLines: 4,
        lines: [
          ' export function total(lines: Line[], vat: number): number {',
          '-  return lines.reduce((sum, line) => sum + round(line.net * (1 + vat)), 0);',
          '+  const net = lines.reduce((sum, line) => sum + line.net, 0);',
          '+  return round(net * (1 + vat));',
          ' }',
        ],
      },
    ],
  });
  const failing = session.call('Bash', { command: 'pnpm test src/checkout', description: 'Run the checkout tests' });
  session.wait(31 * second);
  session.result(
    failing,
    'Exit code 1\n FAIL  src/checkout/total.test.ts > keeps the old snapshot\n  expected 107.63 to be 107.64\n\n Tests  1 failed | 211 passed (212)',
    true,
  );
  session.reply('The snapshot holds the old, wrong total. I correct it and run everything.');
  session.wait(25 * second);
  const passing = session.call('Bash', { command: 'pnpm test', description: 'Run all tests' });
  session.wait(4 * minute);
  session.result(passing, ' Test Files  38 passed (38)\n      Tests  212 passed (212)\n   Duration  6.31s');
  return session;
}

/** Sessions of this day that rest. */
function writeEarlier(home: BelfryHome, now: number): void {
  const earlier: [agoMinutes: number, cwd: string, branch: string, prompt: string, reply: string][] = [
    [
      9,
      '/home/dev/shop',
      'search',
      'Search ignores accents. Make “café” find “cafe”.',
      'Both spellings find each other now.',
    ],
    [
      34,
      '/home/dev/dotfiles',
      'main',
      'Why is my shell slow to start?',
      'nvm loads on every start; I made it load on first use.',
    ],
    [
      52,
      '/home/dev/shop-api',
      'main',
      'Add an index for orders by customer and day',
      'The query went from 840 ms to 3 ms.',
    ],
    [
      135,
      '/home/dev/handbook',
      'main',
      'Check every link in the handbook',
      'Four links are dead; they are listed in links.md.',
    ],
    [
      220,
      '/home/dev/shop',
      'main',
      'Explain how the cart survives a log-in',
      'The cart is keyed by device and merged at sign-in.',
    ],
  ];
  for (const [ago, cwd, branch, prompt, reply] of earlier) {
    const tokens = { output: 40 * ago, cacheRead: 900 * ago, cacheWrite: 130 * ago };
    const session = startTranscript(home, { cwd, branch, atMs: now - (ago + 4) * minute, tokens });
    session.prompt(prompt);
    session.wait(2 * minute);
    const call = session.call('Bash', { command: 'git log --oneline -5', description: 'See what changed last' });
    session.result(call, '3f2c1aa Merge branch search\n9be0d17 Cart: one query less');
    session.wait(2 * minute);
    session.reply(reply);
  }
}

function writeCodexSession(home: BelfryHome, atMs: number): void {
  const id = '01a20a5c-0c00-7000-8000-00000000c0de';
  const at = (seconds: number) => new Date(atMs + seconds * 1000).toISOString();
  const line = (seconds: number, type: string, payload: Record<string, unknown>) =>
    JSON.stringify({ timestamp: at(seconds), type, payload });
  const cwd = '/home/dev/label-printer';
  const text = 'Port the label printer driver from Python 2. Keep the wire format byte for byte.';
  const done = 'The driver runs on Python 3.13. All 64 recorded frames are the same, byte for byte.';
  const tokens = {
    input_tokens: 41_200,
    cached_input_tokens: 35_300,
    output_tokens: 1840,
    reasoning_output_tokens: 700,
    total_tokens: 43_040,
  };
  const lines = [
    line(0, 'session_meta', {
      id,
      timestamp: at(0),
      cwd,
      originator: 'codex_cli_rs',
      cli_version: '0.169.0',
      git: { branch: 'py3' },
    }),
    line(1, 'turn_context', { turn_id: 'turn-1', cwd, model: 'gpt-5-codex' }),
    line(1, 'response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text }] }),
    line(1, 'event_msg', { type: 'user_message', message: text }),
    line(20, 'response_item', {
      type: 'function_call',
      name: 'exec_command',
      call_id: 'call_1',
      arguments: JSON.stringify({ cmd: 'python3 -m pytest tests/frames -q' }),
    }),
    line(44, 'response_item', {
      type: 'function_call_output',
      call_id: 'call_1',
      output: 'Process exited with code 0\nOutput:\n64 passed in 1.84s',
    }),
    line(49, 'event_msg', {
      type: 'token_count',
      info: { total_token_usage: tokens, last_token_usage: tokens, model_context_window: 272_000 },
      rate_limits: {
        primary: { used_percent: 34, window_minutes: 300, resets_in_seconds: 7400 },
        secondary: { used_percent: 12, window_minutes: 10_080, resets_in_seconds: 320_000 },
      },
    }),
    line(50, 'response_item', { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: done }] }),
    line(50, 'event_msg', { type: 'agent_message', message: done }),
  ];
  const day = at(0).slice(0, 10);
  const directory = join(home.codexRoot, 'sessions', ...day.split('-'));
  mkdirSync(directory, { recursive: true });
  const name = `rollout-${at(0).slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`;
  writeFileSync(join(directory, name), `${lines.join('\n')}\n`);
}
