import { describe, expect, it } from 'vitest';
import { element, readable, typedText, wrapperVariant } from './wrappers.ts';

const command =
  '<command-name>/compact</command-name>\n  <command-message>compact</command-message>\n  <command-args>now</command-args>';

describe('wrapperVariant', () => {
  it.each([
    [command, 'command'],
    ['<command-message>x is running</command-message>\n<command-name>/x</command-name>', 'command'],
    ['<bash-input> ls</bash-input>', 'command'],
    ['<local-command-stdout></local-command-stdout>', 'command-output'],
    ['<bash-stdout>a</bash-stdout><bash-stderr></bash-stderr>', 'command-output'],
    ['<local-command-caveat>Caveat: …</local-command-caveat>', 'context'],
    ['Caveat: The messages below were generated', 'context'],
    ['<system-reminder>be brief</system-reminder>', 'context'],
    ['<ide_opened_file>a.ts</ide_opened_file>', 'context'],
    ['<task-notification>\n<task-id>a1</task-id>', 'notice'],
    ['  [Request interrupted by user for tool use]', 'notice'],
    ['This session is being continued from a previous conversation that ran out', 'summary'],
    ['<teammate-message teammate_id="lead">go</teammate-message>', 'notice'],
  ])('knows %j', (text, variant) => {
    expect(wrapperVariant(text)).toBe(variant);
  });

  it.each([
    'a prompt',
    '',
    '<div>what is wrong with this?</div>',
    'why does <command-name> appear?',
    '<ide_selection>lines 1 to 3</ide_selection>\nfix these',
    '<system-reminder>x</system-reminder>do it',
    '<',
    '<constructor>x</constructor>',
  ])('takes %j for typed text', (text) => {
    expect(wrapperVariant(text)).toBeUndefined();
  });

  it('judges what follows text that may stand before a prompt', () => {
    expect(wrapperVariant(`<ide_opened_file>a.ts</ide_opened_file>${command}`)).toBe('command');
    expect(typedText('<ide_opened_file>a.ts</ide_opened_file>\nfix')).toBe('\nfix');
  });
});

describe('readable', () => {
  it.each([
    [command, '/compact now'],
    ['<command-name>/clear</command-name><command-args></command-args>', '/clear'],
    ['<bash-input> ls -l</bash-input>', '! ls -l'],
    ['<bash-stdout>out</bash-stdout><bash-stderr>err</bash-stderr>', 'out\n\nerr'],
    ['<local-command-stdout></local-command-stdout>', ''],
    ['<system-reminder>\nbe brief\n</system-reminder>\nand typed', 'be brief\n\nand typed'],
    ['plain <b>text</b>', 'plain <b>text</b>'],
    ['<local-command-stdout>cut off', 'cut off'],
    [
      '<task-notification><task-id>a1</task-id><summary>Done</summary><result>All </result> good</result></task-notification>',
      'Done\n\nAll </result> good',
    ],
    ['<task-notification>odd</task-notification>', 'odd'],
  ])('%j', (text, shown) => {
    expect(readable(text)).toBe(shown);
  });
});

describe('element', () => {
  it('reads the first of its name, to the end when it is not closed', () => {
    expect(element('<a>1</a><a>2</a>', 'a')).toBe('1');
    expect(element('<a>1</a><a>2</a>', 'a', true)).toBe('1</a><a>2');
    expect(element('<a> cut', 'a')).toBe('cut');
    expect(element('<b>1</b>', 'a')).toBeUndefined();
  });
});
