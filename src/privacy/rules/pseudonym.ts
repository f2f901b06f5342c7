/**
 * 个人信息保护法 第四十七条: what must be kept of somebody who was erased is kept under a pseudonym. It tells two such
 * people apart and nothing of either: the last characters of an id are random.
 */
export function pseudonymOf(teacherId: string): string {
  return `已注销-${teacherId.slice(-8)}`
}
