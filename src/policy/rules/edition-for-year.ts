/**
 * Which edition is in force in an academic year: the newest one whose first year is not later. Codes of academic years
 * sort as text. Null when every edition begins later.
 */
export function editionForYear<T extends { firstAcademicYear: string }>(
  editions: readonly T[],
  academicYear: string,
): T | null {
  let inForce: T | null = null
  for (const edition of editions) {
    if (edition.firstAcademicYear > academicYear) continue
    if (!inForce || edition.firstAcademicYear > inForce.firstAcademicYear) inForce = edition
  }
  return inForce
}
