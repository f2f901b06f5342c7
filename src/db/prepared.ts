import { sql, type Placeholder } from 'drizzle-orm'
import type { QueryResult, QueryResultRow } from 'pg'
import type { Tx } from './database.js'

/** What stands in a prepared query for each of its values; nothing for one that is not given. */
export type Given<V> = {
  readonly [K in keyof V]: null extends V[K]
    ? Placeholder | undefined
    : undefined extends V[K]
      ? Placeholder | undefined
      : Placeholder
}

type Query<R> = { prepare: (name: string) => { execute: (values: Record<string, unknown>) => Promise<R> } }

/**
 * A query that is asked so often that it is built and planned once on each connection, and once more for each set of
 * values that is given: one left out, or null, is no condition. Names are unique in the service.
 */
export function preparedQuery<V extends Record<string, unknown>, R>(
  name: string,
  build: (tx: Tx, given: Given<V>) => Query<R>,
): (tx: Tx, values: V) => Promise<R> {
  const shapes: string[] = []
  const built = new WeakMap<Tx, ReturnType<Query<R>['prepare']>[]>()
  return (tx, values) => {
    const given = Object.keys(values).filter((key) => values[key] !== undefined && values[key] !== null)
    const shape = given.join()
    const at = shapes.includes(shape) ? shapes.indexOf(shape) : shapes.push(shape) - 1
    const known = built.get(tx) ?? []
    built.set(tx, known)
    const placeholders = () =>
      Object.fromEntries(given.map((key) => [key, sql.placeholder(key)])) as unknown as Given<V>
    const query = (known[at] ??= build(tx, placeholders()).prepare(`${name}_${at}`))
    return query.execute(values)
  }
}

/** A statement in plain SQL, planned once on each connection. Names are unique in the service. */
export function preparedStatement<R extends QueryResultRow>(
  name: string,
  text: string,
): (tx: Tx, values: unknown[]) => Promise<QueryResult<R>> {
  return (tx, values) => tx.client.query<R>({ name, text, values })
}
