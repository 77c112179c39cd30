import type { MessagePage, MessageView } from '@belfry/core';

/** More than this is not kept: the far end is let go and read again when the reader comes back to it. */
export const longestWindow = 480;

/** A stretch of a transcript, with the cursors that lead on from its ends; absent where the transcript ends. */
export interface MessageWindow {
  messages: MessageView[];
  previous: string | undefined;
  next: string | undefined;
}

export const emptyWindow: MessageWindow = { messages: [], previous: undefined, next: undefined };

export function toWindow(page: MessagePage): MessageWindow {
  return { messages: page.messages, previous: page.previous, next: page.next };
}

/** The window with an older page before it. */
export function withOlder(window: MessageWindow, page: MessagePage): MessageWindow {
  const known = new Set(window.messages.map((message) => message.key));
  const older = page.messages.filter((message) => !known.has(message.key));
  return { ...window, messages: [...older, ...window.messages], previous: page.previous };
}

/** The window with a newer page after it; a message that is in both takes the newer content. */
export function withNewer(window: MessageWindow, page: MessagePage): MessageWindow {
  const { messages } = withChanged(window, page.messages);
  const known = new Set(messages.map((message) => message.key));
  const newer = page.messages.filter((message) => !known.has(message.key));
  return { ...window, messages: [...messages, ...newer], next: page.next };
}

/** The window with some of its messages replaced; others are ignored. */
export function withChanged(window: MessageWindow, changed: readonly MessageView[]): MessageWindow {
  const byKey = new Map(changed.map((message) => [message.key, message]));
  return { ...window, messages: window.messages.map((message) => byKey.get(message.key) ?? message) };
}

/** Lets go of what is farthest from the end the reader went to; unchanged when it is short enough. */
export function trimmed(window: MessageWindow, towards: 'older' | 'newer'): MessageWindow {
  const surplus = window.messages.length - longestWindow;
  if (surplus <= 0) return window;
  if (towards === 'older') {
    const messages = window.messages.slice(0, longestWindow);
    return { ...window, messages, next: messages.at(-1)?.cursor };
  }
  const messages = window.messages.slice(surplus);
  return { ...window, messages, previous: messages[0]?.cursor };
}
