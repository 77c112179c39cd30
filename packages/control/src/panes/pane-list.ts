/** A pane of tmux. */
export interface PaneRow {
  /** e.g. `%3` */
  pane: string;
  /** Of the program tmux started in it. */
  pid: number;
}

/** For `tmux list-panes -a -F`. */
export const paneFormat = '#{pane_id} #{pane_pid}';

export function parsePaneList(text: string): PaneRow[] {
  return text.split('\n').flatMap((line) => {
    const [, pane, pid] = /^(%\d+) (\d+)$/.exec(line) ?? [];
    return pane === undefined ? [] : [{ pane, pid: Number(pid) }];
  });
}
