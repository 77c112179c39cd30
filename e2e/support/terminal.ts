import { execFileSync } from 'node:child_process';

/** A program in a terminal of its own, on a tmux server of its own. */
export interface Terminal {
  /** What is on the screen. */
  screen(): string;
  type(text: string): void;
  press(key: string): void;
  /** Ends the program and the server. */
  close(): void;
}

/** `undefined` where there is no tmux. */
export function openTerminal(
  command: readonly string[],
  options: { cwd: string; env: Record<string, string> },
): Terminal | undefined {
  const server = `belfry-e2e-${process.pid}-${Date.now()}`;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { env: options.env, encoding: 'utf8' });
  try {
    tmux('-V');
  } catch {
    // Whoever asks says aloud that it is not there.
    return undefined;
  }
  tmux('new-session', '-d', '-s', 'main', '-x', '100', '-y', '40', '-c', options.cwd, ...command);
  return {
    screen: () => tmux('capture-pane', '-p', '-t', 'main'),
    type: (text) => void tmux('send-keys', '-t', 'main', '-l', text),
    press: (key) => void tmux('send-keys', '-t', 'main', key),
    close() {
      try {
        tmux('kill-server');
      } catch {
        // The program has ended, and the server with it.
      }
    },
  };
}
