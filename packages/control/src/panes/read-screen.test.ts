import { describe, expect, it } from 'vitest';
import { parsePaneList } from './pane-list.ts';
import { readScreen } from './read-screen.ts';

const rule = '─'.repeat(60);

describe('the screen of Claude Code 2.1', () => {
  const footer = `${rule}\n❯ \n${rule}\n  ⏸ manual mode on`;

  it('that asks for a permission shows question and answers, a wrapped one whole', () => {
    const text = `● Write(note.txt)\n\n${rule}\n Create file\n note.txt\n  1 alpha\n  2 beta\n Do you want to create note.txt?\n ❯ 1. Yes\n   2. Yes, and switch to accept edits (auto-approve file edits) for this\n      session (shift+tab)\n   3. No\n\n Esc to cancel · Tab to amend\n\n\n`;
    expect(readScreen('claude', text)).toEqual({
      shows: 'permission',
      question: {
        text: 'Do you want to create note.txt?',
        choices: [
          { label: 'Yes' },
          { label: 'Yes, and switch to accept edits (auto-approve file edits) for this session (shift+tab)' },
          { label: 'No' },
        ],
        multiple: false,
      },
    });
  });

  it('that asks something else shows a question, whichever answer is selected', () => {
    const text = ` Which bell?\n\n   1. Great\n ❯ 2. Small\n   3. Type something.\n\n Enter to select · ↑/↓ to navigate · Esc to cancel\n`;
    expect(readScreen('claude', text)).toMatchObject({
      shows: 'question',
      question: { text: 'Which bell?', choices: [{ label: 'Great' }, { label: 'Small' }, {}] },
    });
  });

  it('that works, and that waits for a prompt', () => {
    expect(readScreen('claude', `❯ ring\n\n* Simmering…\n\n${footer} · esc to interrupt\n`)).toEqual({
      shows: 'working',
    });
    expect(readScreen('claude', `● Done.\n\n✻ Cooked for 7s\n\n${footer}\n`)).toEqual({ shows: 'prompt' });
  });

  it('whose words are of a list shows no question', () => {
    expect(readScreen('claude', `● Shall I:\n  1. ring\n  2. wait\n\n${footer}\n`)).toEqual({ shows: 'prompt' });
  });
});

describe('the screen of Codex 0.169', () => {
  const footer = '› Ask Codex to do anything\n\n  gpt-5-codex default · ~/tower\n  ← for agents · ? for shortcuts';

  it('that works, and that waits for a prompt', () => {
    expect(readScreen('codex', `› ring\n\n• Working (0s • esc to interrupt)\n\n${footer}\n`)).toEqual({
      shows: 'working',
    });
    expect(readScreen('codex', `• Rung.\n\n  Worked for <1s • 07:17\n\n${footer}\n`)).toEqual({ shows: 'prompt' });
  });

  it('that asks', () => {
    const hooks = `  Hooks need review\n\n› 1. Review hooks\n  2. Trust all and continue\n\n  enter confirm · esc skip\n`;
    expect(readScreen('codex', hooks)).toMatchObject({ shows: 'question', question: { text: 'Hooks need review' } });
    const command = `  Would you like to run the following command?\n\n  Environment: local\n\n  Reason: May I ring?\n\n  $ make bells\n\n› 1. Yes, proceed (y)\n  2. Yes, and don't ask again for commands that start with \`make\` (p)\n  3. No, and tell Codex what to do differently (esc)\n\n  Press enter to confirm or esc to cancel\n`;
    expect(readScreen('codex', command)).toMatchObject({
      shows: 'permission',
      question: { text: 'Would you like to run the following command? $ make bells', choices: [{}, {}, {}] },
    });
  });
});

it('of a shell, of nothing and of an agent nobody knows', () => {
  expect(readScreen('claude', 'Bye!\nada@tower:~$ \n')).toEqual({ shows: 'shell' });
  expect(readScreen('claude', '')).toEqual({ shows: 'unknown' });
  expect(readScreen('abacus', 'esc to interrupt')).toEqual({ shows: 'unknown' });
});

it('lists panes as tmux tells them', () => {
  expect(parsePaneList('%0 12\n%31 4242\nno server\n')).toEqual([
    { pane: '%0', pid: 12 },
    { pane: '%31', pid: 4242 },
  ]);
});
