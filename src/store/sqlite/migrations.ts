/**
 * How the tables came to be, step by step: a state of any earlier version is brought up when it is opened. A step that has shipped
 * is never changed; a new one is added at the end, with a number and a test that starts from a state of the version before.
 */
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Steps by name; they run in the order of their names. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-state': { up: createState },
};

async function createState(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema
    .createTable('cloud_clock')
    .addColumn('cloud', 'text', (column) => column.primaryKey())
    .addColumn('newest_ms', 'bigint', (column) => column.notNull())
    .addColumn('watermark_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('log_begin')
    .addColumn('source', 'text', (column) => column.primaryKey())
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('rule_state')
    .addColumn('rule', 'text', (column) => column.primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('evicted_to_ms', 'bigint')
    .execute();
  await schema
    .createTable('fold')
    .addColumn('partition', 'text', (column) => column.primaryKey())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('cloud', 'text', (column) => column.notNull())
    .addColumn('newest_ms', 'bigint', (column) => column.notNull())
    .addColumn('expires_ms', 'bigint')
    .addColumn('snapshot', 'text', (column) => column.notNull())
    .execute();
  await schema.createIndex('fold_by_age').on('fold').columns(['rule', 'newest_ms', 'partition']).execute();
  await schema.createIndex('fold_by_expiry').on('fold').columns(['cloud', 'expires_ms']).execute();
  await schema
    .createTable('alert')
    .addColumn('partition', 'text', (column) => column.notNull())
    .addColumn('first_key', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('rule', 'text', (column) => column.notNull())
    .addColumn('level', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('first_seen', 'text', (column) => column.notNull())
    .addColumn('first_ms', 'bigint', (column) => column.notNull())
    .addColumn('until_ms', 'bigint')
    .addColumn('json', 'text', (column) => column.notNull())
    .addColumn('news', 'text')
    .addPrimaryKeyConstraint('alert_key', ['partition', 'first_key', 'id'])
    .execute();
  await schema.createIndex('alert_by_id').on('alert').column('id').execute();
  await schema.createIndex('alert_by_period').on('alert').columns(['partition', 'first_ms']).execute();
  await schema
    .createIndex('alert_news')
    .on('alert')
    .columns(['first_seen', 'rule', 'id'])
    .where('news' as never, 'is not', null) // the tables of a migration have no types
    .execute();
  await schema
    .createTable('file_position')
    .addColumn('path', 'text', (column) => column.primaryKey())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('modified_ms', 'double precision', (column) => column.notNull())
    .addColumn('head', 'text', (column) => column.notNull())
    .addColumn('head_bytes', 'integer', (column) => column.notNull())
    .addColumn('offset', 'bigint', (column) => column.notNull())
    .addColumn('records', 'bigint', (column) => column.notNull())
    .execute();
}
