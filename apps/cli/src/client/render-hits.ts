import type { SearchHit, SearchPage, SessionView, Snippet } from '@belfry/core';
import { createColors } from 'picocolors';
import stringWidth from 'string-width';
import { wantsColor } from '../output/color.ts';
import { formatTime } from '../output/figures.ts';
import { printableLine } from '../output/printable.ts';
import { toTableWidth } from '../output/table.ts';

type Colors = ReturnType<typeof createColors>;

/** Hits under their sessions, a line each that fits the terminal; a session comes again when others lie between. */
export function renderHits(
  { items, sessions }: Pick<SearchPage, 'items' | 'sessions'>,
  transcripts: ReadonlyMap<string, string>,
  stream: NodeJS.WriteStream,
): string {
  const colors = createColors(wantsColor(stream, process.env));
  const width = toTableWidth(stream);
  const byId = new Map(sessions.map((session) => [session.id, session]));
  let text = '';
  let latest: string | undefined;
  for (const hit of items) {
    if (hit.sessionId !== latest) {
      if (latest !== undefined) text += '\n';
      text += renderHead(byId.get(hit.sessionId), hit.sessionId, transcripts.get(hit.sessionId), width, colors);
      latest = hit.sessionId;
    }
    text += renderHit(hit, width, colors);
  }
  return text;
}

function renderHead(
  session: SessionView | undefined,
  id: string,
  path: string | undefined,
  width: number,
  colors: Colors,
): string {
  const title = session?.title || id;
  const facts = [session?.project, session?.branch, id].filter(Boolean).join('  ');
  const place = path === undefined ? '' : `${path}${session?.sourceGone ? ' (gone from disk, kept here)' : ''}`;
  const uncut = { text: printableLine(title), marks: [], cutBefore: false, cutAfter: false };
  const lines = [
    colors.bold(fitSnippet(uncut, width).text),
    colors.dim(printableLine(facts)),
    colors.dim(printableLine(place)),
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

const roles = { user: 'you', assistant: 'reply', system: 'system' } as const;

function renderHit(hit: SearchHit, width: number, colors: Colors): string {
  const who =
    hit.kind === 'message'
      ? roles[hit.role]
      : hit.kind === 'thinking'
        ? 'thinking'
        : `${hit.tool ?? 'tool'} ${hit.kind === 'tool-input' ? '<' : '>'}`;
  const head = `  ${formatTime(hit.at)}  ${printableLine(who)}  `;
  const { text, marks } = fitSnippet(hit.snippet, width - stringWidth(head));
  let line = '';
  let from = 0;
  for (const { start, end } of marks) {
    line += printableLine(text.slice(from, start)) + colors.bold(colors.yellow(printableLine(text.slice(start, end))));
    from = end;
  }
  line += printableLine(text.slice(from));
  return `${hit.isError ? colors.red(head) : colors.dim(head)}${line}\n`;
}

/** The snippet cut to so many columns, with its first mark in sight. */
function fitSnippet({ text, marks, cutBefore, cutAfter }: Snippet, width: number): Pick<Snippet, 'text' | 'marks'> {
  const room = Math.max(20, width - 2);
  const first = marks[0] ?? { start: 0, end: 0 };
  let start = 0;
  let end = text.length;
  while (end > first.end && stringWidth(text.slice(start, end)) > room) end -= step(text, end, -1);
  while (start < first.start && stringWidth(text.slice(start, end)) > room) start += step(text, start, 1);
  // What is cut at the end may stand again where the beginning made room.
  while (end < text.length && stringWidth(text.slice(start, end + step(text, end, 1))) <= room)
    end += step(text, end, 1);
  const lead = cutBefore || start > 0 ? '…' : '';
  const tail = cutAfter || end < text.length ? '…' : '';
  const shift = lead.length - start;
  const inside = marks.filter((mark) => mark.start >= start && mark.end <= end);
  return {
    text: `${lead}${text.slice(start, end)}${tail}`,
    marks: inside.map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  };
}

/** A character beyond the base plane is two units. */
function step(text: string, index: number, direction: 1 | -1): 1 | 2 {
  const unit = text.charCodeAt(direction === 1 ? index : index - 1);
  const isPair = direction === 1 ? unit >= 0xd800 && unit < 0xdc00 : unit >= 0xdc00 && unit < 0xe000;
  return isPair ? 2 : 1;
}
