/** Small files for imports: good ones, and some that are not what they say they are. */
const csv = 'text/csv'
const bytes = (content: string) => Buffer.from(content)

export const files = {
  roster: { mediaType: csv, bytes: bytes('工号,姓名\nT1,示例教师\n') },
  rosterFaults: { mediaType: csv, bytes: bytes('工号,姓名,职称\n,无编号\nT1,示例教师\nT1,示例\u0001\n"T2,没有结束') },
  attendance: { mediaType: csv, bytes: bytes('活动编号,工号,状态\nA1,T1,出席\n') },
  english: { mediaType: csv, bytes: bytes('teacherSourcedId,name\nT9,Example\n') },
  noHeader: { mediaType: csv, bytes: bytes('1,2,3\n4,5,6\n') },
  zeroes: { mediaType: csv, bytes: Buffer.alloc(64) },
  gb18030: { mediaType: csv, bytes: Buffer.from('b9a4bac52cd0d5c3fb0a54372ccabec0fd0a', 'hex') },
  notAZip: { mediaType: 'application/zip', bytes: bytes('PK no zip at all') },
  emptyZip: { mediaType: 'application/zip', bytes: Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex') },
  notAWorkbook: {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    bytes: Buffer.from('504b0304140000000000', 'hex'),
  },
  // What the furnished resources declare.
  pdf: { mediaType: 'application/pdf', bytes: bytes('%PDF-1.7') },
  unknown: { mediaType: 'application/octet-stream', bytes: bytes('工号,姓名\nT1,示例教师\n') },
} as const satisfies Record<string, { mediaType: string; bytes: Buffer }>
