import { closed, SourcedId } from '../lib/wire.js'

/** What everything has in common that is put by its external id: address, statuses, and what is said of it. */
export const BySourcedId = closed({ sourcedId: SourcedId })

export const putStatus = {
  all: [200, 201],
  of: (answer: { outcome: string }) => (answer.outcome === 'created' ? 201 : 200),
}

export const putDescription = (thing: string, zh: string) =>
  [
    `Creates the ${thing} with this external id, or changes it: a change needs If-Match with the ETag of the version that is changed. The answer says which it did; putting the same content again changes nothing.`,
    `按来源编号新建或更改${zh}；更改时须以 If-Match 给出所改版本的 ETag。应答说明结果；重复写入相同内容不产生变化。`,
  ] as const
