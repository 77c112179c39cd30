import type { SearchHit } from '@belfry/core';
import Brain from '@lucide/svelte/icons/brain';
import MessageSquare from '@lucide/svelte/icons/message-square';
import ScrollText from '@lucide/svelte/icons/scroll-text';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import User from '@lucide/svelte/icons/user';
import type { Component } from 'svelte';
import type { SessionPlace } from '../../router/page.ts';
import { toolIcon } from '../sessions/tool-icon.ts';

/** Who or what said the words that were found. */
export interface HitVoice {
  label: string;
  icon: Component<{ size?: number }>;
  /** What machines wrote is set in their face. */
  isCode: boolean;
}

export function voiceOf(hit: SearchHit): HitVoice {
  if (hit.kind === 'thinking') return { label: 'Thinking', icon: Brain, isCode: false };
  if (hit.kind === 'tool-input') return { label: hit.tool ?? 'Call', icon: toolIcon(hit.toolKind ?? ''), isCode: true };
  if (hit.kind === 'tool-output') return { label: 'Output', icon: ScrollText, isCode: true };
  switch (hit.variant) {
    case 'prompt':
    case 'queued':
      return { label: 'You', icon: User, isCode: false };
    case 'error':
      return { label: 'Error', icon: TriangleAlert, isCode: false };
    case 'summary':
    case 'compaction':
      return { label: 'Summary', icon: MessageSquare, isCode: false };
    case 'command':
    case 'command-output':
      return { label: 'Command', icon: toolIcon('shell'), isCode: true };
    case 'context':
    case 'notice':
      return { label: 'Context', icon: MessageSquare, isCode: false };
    default:
      return { label: 'Reply', icon: MessageSquare, isCode: false };
  }
}

/** The place of a hit in its session, with the words that were looked for. */
export function placeOf(hit: SearchHit, find: string): SessionPlace {
  return { name: 'session', id: hit.sessionId, message: hit.messageKey, call: hit.callId, part: hit.kind, find };
}
