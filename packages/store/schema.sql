CREATE TABLE "roots" ("id" integer primary key, "machine" text not null, "path" text not null, constraint "roots_place" unique ("machine", "path")) strict;

CREATE TABLE "sources" ("id" integer primary key, "root_id" integer not null, "path" text not null, "agent" text not null, "format" text not null, "role" text not null, "compression" text, "session" text, "generation" integer not null, "offset" integer not null, "state" text not null, "checks" text not null, "dev" integer not null, "ino" integer not null, "size" integer not null, "mtime_ns" text not null, "gone" integer default 0 not null, "pruned_offset" integer default 0 not null, "compared" integer default 0 not null, "text_version" integer default 1 not null, "usage_version" integer default 1 not null, constraint "sources_place" unique ("root_id", "path")) strict;

CREATE TABLE "pending_bytes" ("source_id" integer primary key, "bytes" blob not null) strict;

CREATE TABLE "segments" ("id" integer primary key, "source_id" integer not null, "generation" integer not null, "offset" integer not null, "length" integer not null, "codec" text not null, "dictionary_length" integer not null, "hash" blob not null, "cuts" text, "data" blob not null) strict;

CREATE UNIQUE INDEX "segments_place" on "segments" ("source_id", "generation", "offset");

CREATE INDEX "segments_raw" on "segments" ("source_id", "generation", "offset", "length") where codec = 'raw';

CREATE TABLE "blobs" ("id" integer primary key, "hash" blob not null unique, "codec" text not null, "data" blob not null) strict;

CREATE TABLE "sessions" ("id" integer primary key, "root_id" integer not null, "agent" text not null, "native" text not null, "shelf" integer default 0 not null, "title" text default '' not null, "title_source" text default 'none' not null, "leaf_title" text, "project" text default 'unknown' not null, "cwd" text, "branch" text, "models" text default '[]' not null, "versions" text default '[]' not null, "entrypoint" text, "parent" text, "relation" text, "parent_call" text, "agent_type" text, "description" text, "permission_mode" text, "context_window" integer, "reported_cost_micros" integer, "first_at" integer, "last_at" integer, "context_tokens" integer, "context_at" integer default -1 not null, "context_offset" integer default -1 not null, "last_preview" text default '' not null, "last_kind" text default '' not null, "last_preview_at" integer default -1 not null, "last_preview_offset" integer default -1 not null, "source_gone" integer default 0 not null, "needle" text default '' not null, "messages" integer default 0 not null, "prompts" integer default 0 not null, "replies" integer default 0 not null, "errors" integer default 0 not null, "tool_calls" integer default 0 not null, "tool_errors" integer default 0 not null, "pending_calls" integer default 0 not null, "children" integer default 0 not null, "issues" integer default 0 not null, "input" integer default 0 not null, "output" integer default 0 not null, "reasoning" integer default 0 not null, "cache_read" integer default 0 not null, "cache_write_5m" integer default 0 not null, "cache_write_1h" integer default 0 not null, "web_searches" integer default 0 not null, "counted_input" integer default 0 not null, "counted_output" integer default 0 not null, "counted_reasoning" integer default 0 not null, "counted_cache_read" integer default 0 not null, "counted_cache_write_5m" integer default 0 not null, "counted_cache_write_1h" integer default 0 not null, "counted_web_searches" integer default 0 not null, "pruned_at" integer, "team" text, "team_member" text, constraint "sessions_identity" unique ("agent", "native", "root_id")) strict;

CREATE INDEX "sessions_recent" on "sessions" ("shelf", ifnull(last_at, 0), "id");

CREATE INDEX "sessions_project" on "sessions" ("shelf", "project", "agent", "last_at");

CREATE INDEX "sessions_parent" on "sessions" ("parent", "parent_call");

CREATE TABLE "contributions" ("session_id" integer not null, "source_id" integer not null, "generation" integer not null, "first_offset" integer, "first_at" integer, "last_at" integer, "patch" text not null, constraint "contributions_key" primary key ("session_id", "source_id", "generation")) strict, without rowid;

CREATE INDEX "contributions_source" on "contributions" ("source_id");

CREATE TABLE "links" ("session_id" integer not null, "call" text not null, "child" text not null, constraint "links_key" primary key ("session_id", "call", "child")) strict, without rowid;

CREATE INDEX "links_child" on "links" ("child");

CREATE TABLE "messages" ("session_id" integer not null, "source_id" integer not null, "offset" integer not null, "generation" integer not null, "nth" integer not null, "key" text not null, "role" text not null, "variant" text not null, "at" integer, "model" text, "preview" text not null, "flags" integer not null, "spans" blob not null, "elsewhere" text, constraint "messages_place" primary key ("session_id", "source_id", "offset", "generation", "nth")) strict, without rowid;

CREATE UNIQUE INDEX "messages_key" on "messages" ("session_id", "key");

CREATE TABLE "tool_calls" ("session_id" integer not null, "call" text not null, "source_id" integer, "generation" integer, "offset" integer not null, "message_key" text, "name" text, "kind" text, "summary" text not null, "at" integer, "status" text not null, "finished_at" integer, "outcome" text not null, "added" integer, "removed" integer, "output_bytes" integer not null, constraint "tool_calls_key" primary key ("session_id", "call")) strict, without rowid;

CREATE TABLE "tool_results" ("session_id" integer not null, "call" text not null, "record" integer not null, "source_id" integer not null, "generation" integer not null, "offset" integer not null, "length" integer not null, "is_error" integer not null, "answers" integer not null, "outcome" text not null, "at" integer, "added" integer, "removed" integer, "output_bytes" integer not null, constraint "tool_results_key" primary key ("session_id", "call", "record")) strict, without rowid;

CREATE TABLE "records" ("record" integer not null, "session_id" integer not null, constraint "records_key" primary key ("record", "session_id")) strict, without rowid;

CREATE TABLE "leaf_titles" ("record" integer not null, "source_id" integer not null, "offset" integer not null, "generation" integer not null, "text" text not null, constraint "leaf_titles_key" primary key ("record", "source_id", "offset", "generation")) strict, without rowid;

CREATE TABLE "leaf_matches" ("session_id" integer not null, "record" integer not null, constraint "leaf_matches_key" primary key ("session_id", "record")) strict, without rowid;

CREATE TABLE "claims" ("session_id" integer not null, "request" text not null, "message_key" text, "at" integer, "model" text not null, "price_class" text not null, "basis" text not null, "owner" text, "counted" integer not null, "shared" integer not null, "input" integer not null, "output" integer not null, "reasoning" integer not null, "cache_read" integer not null, "cache_write_5m" integer not null, "cache_write_1h" integer not null, "web_searches" integer not null, "reported_micros" integer, constraint "claims_key" primary key ("session_id", "request")) strict, without rowid;

CREATE INDEX "claims_request" on "claims" ("request");

CREATE TABLE "quota_samples" ("agent" text not null, "limit_name" text not null, "at" integer not null, "machine" text not null, "used_percent" real not null, "window_minutes" integer not null, "resets_at" integer not null, "plan" text not null, constraint "quota_samples_key" primary key ("agent", "limit_name", "at", "machine", "used_percent", "window_minutes", "resets_at", "plan")) strict, without rowid;

CREATE TABLE "issues" ("source_id" integer not null, "generation" integer not null, "code" text not null, "detail" text not null, "place" integer not null, "offset" integer not null, "length" integer not null, "excerpt" text not null, "count" integer not null, constraint "issues_key" primary key ("source_id", "generation", "code", "detail", "place")) strict, without rowid;

CREATE INDEX "segments_kept" on "segments" ("source_id", length(data));

CREATE INDEX "segments_cut" on "segments" ("source_id") where cuts is not null;

CREATE TABLE "pruning" ("session_id" integer primary key) strict;

CREATE INDEX "messages_time" on "messages" ("at", "session_id", "source_id", "offset", "generation", "nth", "variant");

CREATE INDEX "messages_heads" on "messages" ("session_id", "source_id", "offset") where variant in ('prompt', 'queued', 'command');

CREATE INDEX "tool_calls_time" on "tool_calls" ("at", "session_id", "call", "kind", "status") where kind is not null;

CREATE TABLE "file_paths" ("id" integer primary key, "path" text not null unique, "name" text not null) strict;

CREATE INDEX "file_paths_name" on "file_paths" ("name");

CREATE TABLE "touches" ("session_id" integer not null, "call" text not null, "record" integer not null, "written" integer not null, "path_id" integer not null, "change" text, "other_id" integer, "added" integer, "removed" integer, "at" integer, "shown" integer not null, constraint "touches_key" primary key ("session_id", "call", "record", "written", "path_id")) strict, without rowid;

CREATE INDEX "touches_time" on "touches" ("written", "at") where shown = 1;

CREATE INDEX "touches_path" on "touches" ("path_id", "written", "at") where shown = 1;

CREATE INDEX "sessions_team" on "sessions" ("team") where team is not null;

CREATE TABLE "usage_series" ("id" integer primary key, "agent" text not null, "project" text not null, "model" text not null, "price_class" text not null, "prompt_over" integer not null, "basis" text not null, "reported" integer not null, constraint "usage_series_key" unique ("project", "model", "agent", "price_class", "prompt_over", "basis", "reported")) strict;

CREATE TABLE "session_usage" ("quarter" integer not null, "session_id" integer not null, "series" integer not null, "first_at" integer not null, "last_at" integer not null, "requests" integer not null, "input" integer not null, "output" integer not null, "reasoning" integer not null, "cache_read" integer not null, "cache_write_5m" integer not null, "cache_write_1h" integer not null, "web_searches" integer not null, "reported_micros" integer not null, constraint "session_usage_key" primary key ("quarter", "session_id", "series")) strict, without rowid;

CREATE TABLE "usage_days" ("day" integer primary key, "version" integer not null) strict;

CREATE TABLE "packed_usage" ("day" integer primary key, "cells" blob not null) strict;

CREATE TABLE "search_docs" ("id" integer primary key, "session_id" integer not null, "source_id" integer not null, "offset" integer not null, "generation" integer not null, "length" integer not null, "kind" integer not null, "nth" integer not null, "role" integer not null, "call" text) strict;

CREATE UNIQUE INDEX "search_docs_place" on "search_docs" ("session_id", "source_id", "offset", "generation", "kind", "nth");

CREATE TABLE "search_todo" ("session_id" integer not null, "side" integer not null, "source_id" integer not null, "offset" integer not null, "bytes" integer not null, "version" integer not null, constraint "search_todo_key" primary key ("session_id", "side")) strict, without rowid;

CREATE VIRTUAL TABLE message_index USING fts5(text, content='', contentless_delete=1, tokenize='ascii');

CREATE TABLE 'message_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'message_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE 'message_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'message_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE VIRTUAL TABLE message_words USING fts5vocab('message_index', 'row');

CREATE VIRTUAL TABLE output_index USING fts5(text, content='', contentless_delete=1, tokenize='ascii');

CREATE TABLE 'output_index_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'output_index_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE 'output_index_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'output_index_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE VIRTUAL TABLE output_words USING fts5vocab('output_index', 'row');

CREATE INDEX "sources_stamps" on "sources" ("root_id", "path", "size", "mtime_ns", "ino", "gone");

CREATE INDEX "sources_version" on "sources" ("agent", "text_version", "usage_version", "offset");
