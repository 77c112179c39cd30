import Anser from 'anser';

/** A stretch of terminal output and the classes that dress it. */
export interface AnsiSpan {
  text: string;
  className: string;
}

/**
 * Cuts terminal output into dressed stretches. Colours become classes, because the page allows no
 * inline style; what a progress bar overwrote by carriage returns is dropped as a terminal would.
 */
export function toAnsiSpans(output: string): AnsiSpan[] {
  const shown = output.replace(/[^\n]*\r(?!\n)/g, '').replaceAll('\r\n', '\n');
  return Anser.ansiToJson(shown, { json: true, use_classes: true, remove_empty: true }).map((entry) => ({
    text: entry.content,
    className: [entry.fg ? `${entry.fg}-fg` : '', ...entry.decorations.map((decoration) => `ansi-${decoration}`)]
      .filter((name) => name !== '')
      .join(' '),
  }));
}
