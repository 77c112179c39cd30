CREATE TABLE "sign_ins" ("id" text not null primary key, "token_hash" text not null unique, "key_hash" text not null, "label" text not null, "created_at" integer not null, "last_seen_at" integer not null, "revoked_at" integer) strict;

CREATE TABLE "settings" ("name" text not null primary key, "value" text not null) strict, without rowid;

CREATE TABLE "watched_sessions" ("session_id" text not null primary key, "heard_at" integer not null, "state" text, "memory" text not null) strict, without rowid;

CREATE INDEX "watched_sessions_heard" on "watched_sessions" ("heard_at");

CREATE TABLE "state_history" ("id" integer primary key, "session_id" text not null, "agent" text not null, "project" text, "state" text not null, "certainty" text not null, "sign" text, "since" integer not null, "told_at" integer not null) strict;

CREATE INDEX "state_history_session" on "state_history" ("session_id", "id");

CREATE INDEX "state_history_since" on "state_history" ("since");

CREATE TABLE "alerts" ("id" text not null primary key, "session_id" text, "raised_at" integer not null, "cleared_at" integer, "alert" text not null) strict, without rowid;

CREATE INDEX "alerts_raised" on "alerts" ("raised_at", "id");

CREATE TABLE "alert_entries" ("subject" text not null, "rule" text not null, "key" text not null, "entry" text not null, constraint "alert_entries_key" primary key ("subject", "rule", "key")) strict, without rowid;

CREATE TABLE "judged_sources" ("root" text not null, "path" text not null, "generation" integer not null, "offset" integer not null, "judged_at" integer not null, constraint "judged_sources_key" primary key ("root", "path")) strict, without rowid;
