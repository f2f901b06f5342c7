import type pg from 'pg'
import { hashKey, mintKey } from '../../src/access/keys.js'
import { noDistrict } from '../../src/db/tenant.js'
import { academicYear } from './seed.js'

export type District = { districtId: string; clientId: string; instituteKey: string; integrationKey: string }

/** Opens the district through the service, so that its policy edition and calendar are the service's own. */
export async function openDistrict(client: pg.Client, url: string): Promise<District> {
  const operator = mintKey(noDistrict)
  await client.query('insert into operator_keys (id, key_hash) values (uuidv7(), $1)', [hashKey(operator.key)])
  const opened = await send<{ district: { id: string }; key: string }>(url, operator.key, 'POST', '/v1/districts', {
    code: 'bench',
    name: '示例区',
  })
  await send(url, opened.key, 'PUT', `/v1/academic-years/${academicYear}`, {})
  const integration = await send<{ client: { id: string }; key: string }>(url, opened.key, 'POST', '/v1/clients', {
    name: 'bench',
    role: 'integration',
  })
  return {
    districtId: opened.district.id,
    clientId: integration.client.id,
    instituteKey: opened.key,
    integrationKey: integration.key,
  }
}

/** One request to the service that must succeed. */
export async function send<T>(url: string, key: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body ? JSON.stringify(body) : null,
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
