import type { AgentId, Block, Fact, FileText, Issue, ParserVersion, SourceFormat } from '@belfry/core';
import type { AgentHooks } from './agent-hooks.ts';

/** What an agent may ask about the machine; passed in so that nothing below reads `process`. */
export interface AgentEnvironment {
  home: string;
  platform: NodeJS.Platform;
  /** Environment variables. */
  env: Readonly<Record<string, string | undefined>>;
}

/** A directory in which an agent keeps its files, and how it was found. */
export interface AgentRoot {
  path: string;
  via: 'default' | 'environment' | 'config';
}

/** What an agent says about a file below one of its roots, by path alone. */
export interface SourceKind {
  format: SourceFormat;
  role: 'transcript' | 'sidecar';
  compression?: 'zstd';
  /** Native session id the path tells; records may say otherwise. */
  session?: string;
}

/** One record cut from a source: a JSON object with its place. */
export interface RawRecord {
  value: Record<string, unknown>;
  /** Byte offset and length of the object's text, without line end. */
  offset: number;
  length: number;
}

/** What a parser needs to know about the file it starts on. */
export interface SourceStart {
  /** Path below the root, forward slashes. */
  path: string;
  kind: SourceKind;
}

/** What one record says. `at` is the record's own time (ms UTC), given even when there are no facts. */
export interface Parsed<State> {
  state: State;
  facts: Fact[];
  issues: Issue[];
  /** Native id of the session the record belongs to; with `at` it widens that session's time span. */
  session?: string;
  at?: number;
}

/** A watched place below a root: `depth` levels of directories hold sources (Infinity = all). */
export interface WatchScope {
  path: string;
  depth: number;
}

/**
 * A value nobody asks for and that is most of a record, e.g. its content: from `after` to the last `before` ahead of
 * the mark. A record in which they do not stand like this, or that holds `unless` between them (it is two records,
 * one of them torn), is parsed as it is: only the speed hangs on how an agent spaces its JSON.
 */
export interface SkimOmission {
  after: string;
  before: string;
  unless: string;
}

/**
 * How a reader that wants nothing but requests passes over the rest of a source. What it finds equals what `parse`
 * says of requests over every record, but for the message they belong to; `describeAgent` holds each agent to that.
 */
export interface UsageSkim<State = unknown> {
  /**
   * Keys or values with their closing quote: once settled, a line with none of them is not looked at. Without the
   * colon, because a space may stand before it.
   */
  marks: readonly string[];
  /** The last line that holds this key is read too: it may say something newer of the session. */
  lastMark?: string;
  /** What need not be parsed inside a record with a mark. */
  omission?: SkimOmission;
  /** From here on, lines without a mark change nothing that is said of requests. */
  isSettled(state: State): boolean;
  /**
   * As `parse`, but only requests, working directory and branch are asked for, not which message a request belongs
   * to. `undefined`: this source cannot be skimmed, every record of it is to be parsed.
   */
  parse(state: State, record: RawRecord): Parsed<State> | undefined;
}

/**
 * Everything belfry knows about one agent. A definition holds no I/O: it names places,
 * recognises files by path, and turns records into facts.
 */
export interface AgentDefinition<State = unknown> {
  id: AgentId;
  label: string;
  /** Two-letter sign shown in lists. */
  sign: string;
  /** Raised when a better parser should read the archive's bytes again, per facet. */
  version: ParserVersion;
  /** Roots in order of preference; those that do not exist are skipped by discovery. */
  roots(environment: AgentEnvironment): AgentRoot[];
  /** Directories below a root that hold sources. */
  scopes: readonly WatchScope[];
  /** `undefined`: not a source of this agent. */
  classify(path: string): SourceKind | undefined;
  /**
   * For agents that move, rename or compress their files: what stays of a path when they do. Of two paths with the same
   * name one takes the other's place.
   */
  lastingName?(path: string): string | undefined;
  /** Whether a record is this agent's by its shape alone: for a file given by path, outside the roots. */
  recognises?(record: Record<string, unknown>): boolean;
  /** State before the first record; plain JSON, small, because it is stored with every cursor. */
  begin(source: SourceStart): State;
  /** Pure and synchronous; never throws; never mutates `state`. */
  parse(state: State, record: RawRecord): Parsed<State>;
  /** How to read only what requests need, fast; without it every record is parsed for that. */
  skim?: UsageSkim<State>;
  /** Displayable content of one record; pure, never throws. */
  content(record: Record<string, unknown>): Block[];
  /** Whole files before and after a change, where records of the agent keep them; pure, never throws. */
  fileTexts?(record: Record<string, unknown>): FileText[];
  /** How what the agent tells hooks and a status line is read, for agents that have them. */
  hooks?: AgentHooks;
  /** Starts the counts that `belfry inspect` prints for one source. */
  inspect(source: SourceStart): SourceInspector;
}

/** Counts of one source for `belfry inspect`: fed every record in file order. */
export interface SourceInspector {
  add(record: RawRecord): void;
  /** camelCase fields, see the agent's README. `badLines` is the number of lines that were not one JSON object. */
  report(badLines: number): Record<string, unknown>;
}

/** Declares an agent; an identity function that infers the parser state's type. */
export function defineAgent<State>(definition: AgentDefinition<State>): AgentDefinition<State> {
  return definition;
}
