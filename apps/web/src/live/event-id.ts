interface EventId {
  boot: string;
  seq: number;
}

function parse(id: string): EventId | undefined {
  const dot = id.lastIndexOf('.');
  const seq = Number(id.slice(dot + 1));
  return dot > 0 && Number.isSafeInteger(seq) ? { boot: id.slice(0, dot), seq } : undefined;
}

/** Whether `id` was published after `position` by the same process; ids of different processes do not compare: true. */
export function isAfter(id: string, position: string | undefined): boolean {
  if (position === undefined) return true;
  const a = parse(id);
  const b = parse(position);
  return a === undefined || b === undefined || a.boot !== b.boot || a.seq > b.seq;
}
