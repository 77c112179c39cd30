import type { Damage, Millionths } from './fuzz-case.ts';

/** A line on its way into a file. */
export interface DraftLine {
  bytes: Buffer;
  /** What follows it: a line end, or nothing, so that the next one is glued on. */
  end: string;
  /** Moved and repeated with the others, never changed. */
  isBeacon?: boolean;
}

type DamageLines = (lines: DraftLine[], damage: Damage) => DraftLine[];

/** The place a number of millionths stands for among `length` of something. */
export function placeIn(length: number, at: Millionths): number {
  return Math.min(Math.max(0, length - 1), Math.floor((at / 1_000_001) * length));
}

const oddTexts: readonly string[] = [
  'null',
  'true',
  '0',
  '-0',
  '-1',
  '1e400',
  '-1e400',
  '1e-400',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.1e1',
  '""',
  '"\\ud83d"',
  '"\\udc00 lone"',
  '"\\u0000"',
  '"a\\u0000b\\nc\\u2028d"',
  '"2999-99-99T99:99:99Z"',
  '"+275760-09-13T00:00:00.000Z"',
  '"-000001-01-01T00:00:00Z"',
  '1e308',
  '[]',
  '[null]',
  '[[[[]]]]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":1}}',
  '{"length":-1}',
  '{"toString":1,"type":"text","text":{"text":1}}',
  '{"type":"tool_use"}',
  '{"type":"tool_result","tool_use_id":"x","content":[{"type":"image","source":{"data":5}}]}',
  '"/etc/passwd"',
  `"${'\\ud83d\\ude00'.repeat(50)}"`,
  `"${'long '.repeat(2_000)}"`,
];

const oddLines: readonly string[] = [
  '[1,2,3]',
  'null',
  '42',
  '"only a string"',
  '{}',
  '{"type":"user"}',
  '{"type":"assistant","message":null}',
  '{"a":NaN}',
  "{'a':1}",
  '{"type":"user",}',
  '// a comment',
  '{"type":"user"}{"type":"user"}',
  '{"type":"user"},{"type":"user"}',
  '<<<<<<< HEAD',
  '{"": {"": {"": 1}}}',
  '{"type":"x","type":"user","uuid":"1","uuid":"2"}',
  `${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`,
  `{"type":"user","message":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
  '{"type":'.repeat(2_000),
  `{"type":"user","message":{"role":"user","content":"${'x'.repeat(100_000)}"}}`,
];

const oddBytes: readonly Buffer[] = [
  Buffer.from([0]),
  Buffer.alloc(300),
  Buffer.from([0xff, 0xfe, 0xfa]),
  Buffer.from([0xc3]),
  Buffer.from([0xe2, 0x28, 0xa1]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf4, 0x90, 0x80, 0x80]),
  Buffer.from('\ufeff'),
  Buffer.from('\r'),
  Buffer.from('\r\n'),
  Buffer.from('\n\n'),
  Buffer.from('\u2028'),
  Buffer.from('"'),
  Buffer.from('\\'),
  Buffer.from('{"type":"'),
  Buffer.from('}{'),
];

/** Every kind of damage; a number picks one. */
const kinds: DamageLines[] = [
  // A bit flipped, a byte lost, bytes come in.
  (lines, damage) =>
    onBytes(lines, damage, (bytes, at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ (1 << (damage.value % 8));
      return copy;
    }),
  (lines, damage) =>
    onBytes(lines, damage, (bytes, at) =>
      Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (damage.value % 40))]),
    ),
  (lines, damage) =>
    onBytes(lines, damage, (bytes, at) =>
      Buffer.concat([bytes.subarray(0, at), pick(oddBytes, damage.value), bytes.subarray(at)]),
    ),
  // A line cut short with and without its end, two lines crossed.
  (lines, damage) => onBytes(lines, damage, (bytes, at) => bytes.subarray(0, at)),
  (lines, damage) => onLine(lines, damage, (line) => ({ ...cut(line, damage), end: '' })),
  (lines, damage) =>
    onBytes(lines, damage, (bytes, at) => {
      const other = lines[placeIn(lines.length, damage.value)]?.bytes ?? bytes;
      return Buffer.concat([bytes.subarray(0, at), other.subarray(placeIn(other.length, damage.to))]);
    }),
  // Lines repeated, gone, in another order, glued.
  (lines, damage) => lines.toSpliced(placeIn(lines.length, damage.to), 0, ...some(lines, damage)),
  (lines, damage) => {
    const at = placeIn(lines.length, damage.at);
    return lines.filter((line, i) => i !== at || line.isBeacon);
  },
  (lines, damage) => {
    const moved = some(lines, damage);
    const rest = lines.filter((line) => !moved.includes(line));
    return rest.toSpliced(placeIn(rest.length, damage.to), 0, ...moved);
  },
  (lines) => lines.toReversed(),
  (lines, damage) => onLine(lines, damage, (line) => ({ ...line, end: '' })),
  (lines, damage) => onLine(lines, damage, (line) => ({ ...line, end: '\r\n' })),
  // What is no record at all.
  (lines, damage) =>
    lines.toSpliced(placeIn(lines.length, damage.at), 0, {
      bytes: Buffer.from(pick(oddLines, damage.value)),
      end: '\n',
    }),
  // One value of a record of another type, at any depth; more likely than the others.
  ...Array.from({ length: 8 }, (): DamageLines => oddValue),
];

/** Damages lines in the given ways, one after the other. */
export function damageLines(lines: DraftLine[], damages: readonly Damage[]): DraftLine[] {
  return damages.reduce((some, damage) => (some.length === 0 ? some : pick(kinds, damage.kind)(some, damage)), lines);
}

function oddValue(lines: DraftLine[], damage: Damage): DraftLine[] {
  return onLine(lines, damage, (line) => {
    const text = line.bytes.toString('latin1');
    // Places where a value begins: behind a colon, a comma or a bracket.
    const places = [...text.matchAll(/(?<=[:,[]\s*)("(?:[^"\\]|\\.)*"|[-\d.eE+]+|true|false|null|\{\}|\[\])(?!\s*:)/g)];
    const place = places[placeIn(places.length, damage.to)];
    if (place === undefined) return line;
    const odd = pick(oddTexts, damage.value);
    const bytes = Buffer.from(
      text.slice(0, place.index) + odd + text.slice(place.index + (place[0]?.length ?? 0)),
      'latin1',
    );
    return { ...line, bytes };
  });
}

function cut(line: DraftLine, damage: Damage): DraftLine {
  return { ...line, bytes: line.bytes.subarray(0, placeIn(line.bytes.length, damage.to)) };
}

function onLine(lines: DraftLine[], damage: Damage, change: (line: DraftLine) => DraftLine): DraftLine[] {
  const at = placeIn(lines.length, damage.at);
  return lines.map((line, i) => (i === at && !line.isBeacon ? change(line) : line));
}

function onBytes(lines: DraftLine[], damage: Damage, change: (bytes: Buffer, at: number) => Buffer): DraftLine[] {
  return onLine(lines, damage, (line) => ({
    ...line,
    bytes: change(line.bytes, placeIn(line.bytes.length, damage.to)),
  }));
}

function some(lines: DraftLine[], { at, value }: Damage): DraftLine[] {
  const from = placeIn(lines.length, at);
  return lines.slice(from, from + 1 + (value % 4));
}

function pick<T>(choices: readonly T[], n: number): T {
  return choices[n % choices.length] as T;
}
