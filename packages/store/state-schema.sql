CREATE TABLE "sign_ins" ("id" text not null primary key, "token_hash" text not null unique, "key_hash" text not null, "label" text not null, "created_at" integer not null, "last_seen_at" integer not null, "revoked_at" integer) strict;

CREATE TABLE "settings" ("name" text not null primary key, "value" text not null) strict, without rowid;
