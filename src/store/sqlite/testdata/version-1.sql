-- A state as version 1 of its tables wrote it. Never edit: what was written must be readable for ever.
CREATE TABLE "alert" ("partition" text not null, "first_key" text not null, "id" text not null, "rule" text not null, "level" text not null, "status" text not null, "first_seen" text not null, "first_ms" bigint not null, "until_ms" bigint, "json" text not null, "news" text, constraint "alert_key" primary key ("partition", "first_key", "id"));
insert into "alert" ("partition", "first_key", "id", "rule", "level", "status", "first_seen", "first_ms", "until_ms", "json", "news") values ('p1', 'e1', 'an-id', 'a-rule', 'low', 'open', '2026-03-02T09:00:00Z', 1772442000000, null, '{"id":"an-id","rule":{"name":"a-rule"},"level":"low","status":"open","first_seen":"2026-03-02T09:00:00Z"}', 'new');
CREATE TABLE "cloud_clock" ("cloud" text primary key, "newest_ms" bigint not null, "watermark_ms" bigint not null);
insert into "cloud_clock" ("cloud", "newest_ms", "watermark_ms") values ('aws', 1772442000000, 1772355600000);
CREATE TABLE "file_position" ("path" text primary key, "bytes" bigint not null, "modified_ms" double precision not null, "head" text not null, "head_bytes" integer not null, "offset" bigint not null, "records" bigint not null);
insert into "file_position" ("path", "bytes", "modified_ms", "head", "head_bytes", "offset", "records") values ('/logs/a.json', 10, 1.5, 'h', 10, 5, 1);
CREATE TABLE "fold" ("partition" text primary key, "rule" text not null, "cloud" text not null, "newest_ms" bigint not null, "expires_ms" bigint, "snapshot" text not null);
insert into "fold" ("partition", "rule", "cloud", "newest_ms", "expires_ms", "snapshot") values ('p1', 'a-rule', 'aws', 1772442000000, 1772528400000, '[]
{}');
CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
insert into "kysely_migration" ("name", "timestamp") values ('0001-state', '2026-11-22T14:28:14.369Z');
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
insert into "kysely_migration_lock" ("id", "is_locked") values ('migration_lock', 0);
CREATE TABLE "log_begin" ("source" text primary key, "since_ms" bigint not null);
insert into "log_begin" ("source", "since_ms") values ('aws:111122223333', 1772442000000);
CREATE TABLE "rule_state" ("rule" text primary key, "fingerprint" text not null, "evicted_to_ms" bigint);
insert into "rule_state" ("rule", "fingerprint", "evicted_to_ms") values ('a-rule', 'f', null);
CREATE INDEX "alert_by_id" on "alert" ("id");
CREATE INDEX "alert_by_period" on "alert" ("partition", "first_ms");
CREATE INDEX "alert_news" on "alert" ("first_seen", "rule", "id") where "news" is not null;
CREATE INDEX "fold_by_age" on "fold" ("rule", "newest_ms", "partition");
CREATE INDEX "fold_by_expiry" on "fold" ("cloud", "expires_ms");
