import { expect, it } from 'vitest';
import { nextLine } from './line-splitter.ts';

function lines(content: string | Buffer): string[] {
  const buffer = Buffer.from(content);
  const found: string[] = [];
  let from = 0;
  for (let line = nextLine(buffer, 0); line; line = nextLine(buffer, line.next)) {
    found.push(buffer.toString('utf8', line.start, line.end));
    from = line.next;
  }
  return [...found, `rest:${buffer.toString('utf8', from)}`];
}

it('cuts at line feeds and nowhere else', () => {
  expect(lines('a\u2028b\u2029c\u0085d\re\nf\n')).toEqual(['a\u2028b\u2029c\u0085d\re', 'f', 'rest:']);
});

it('leaves out carriage returns, white space, byte order marks and runs of NUL around the content', () => {
  expect(lines('\ufeffa\r\n\0\0\0b\0\0\n \t c d \n')).toEqual(['a', 'b', 'c d', 'rest:']);
});

it('gives blank lines as empty', () => {
  expect(lines('\n\r\n\0\0\n')).toEqual(['', '', '', 'rest:']);
});

it('keeps what has no line end for later', () => {
  expect(lines('a\nhalf')).toEqual(['a', 'rest:half']);
  expect(lines('')).toEqual(['rest:']);
});
