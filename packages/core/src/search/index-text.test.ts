import { describe, expect, it } from 'vitest';
import { pairsOf, toIndexText } from './index-text.ts';

const words = (text: string) =>
  toIndexText(text)
    .toLowerCase()
    .match(/[a-z0-9\u0080-\uffff]+/g) ?? [];

describe('the text for the index', () => {
  it('of plain ASCII without names is the text itself', () => {
    const text = 'Nothing to do: foo_bar-baz, src/a.b.ts\n\tand 12 "things".';
    expect(toIndexText(text)).toBe(text);
  });

  it.each([
    ['getUserName', ['getusername', 'get', 'user', 'name']],
    ['HTMLParser v2', ['htmlparser', 'v2', 'html', 'parser']],
    ['README.md SHOUTING', ['readme', 'md', 'shouting']],
    ['sha256Sum', ['sha256sum', 'sha256', 'sum']],
    ['a getX', ['a', 'getx', 'get', 'x']],
  ])('has the parts of names after the words: %s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it.each([
    ['the second “naïve” café—twice…', ['the', 'second', 'naive', 'cafe', 'twice']],
    ['cafe\u0301 décoreÉtat', ['cafe', 'decoreetat', 'decore', 'etat']],
    ['ΟΔΟΣ οδος', ['οδοσ', 'οδοσ']],
    ['✓ done │ next 👩‍💻 ok', ['done', 'next', 'ok']],
    ['दुनिया', ['दुनिया']],
    ['\ud800lone\udc00', ['lone']],
  ])('beyond ASCII is folded, and what is no letter parts words: %s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('has scripts without spaces as pairs, and the last character of a run for itself', () => {
    expect(words('use 日本語 here')).toEqual(['use', '日本', '本語', 'here', '語']);
    expect(words('API接口')).toEqual(['api', '接口', '口']);
    expect(words('猫')).toEqual(['猫']);
    expect(pairsOf('𠀀𠀁𠀂')).toEqual(['𠀀𠀁', '𠀁𠀂']);
  });
});
