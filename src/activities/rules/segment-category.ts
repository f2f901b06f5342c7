import type { Category } from '../../policy/schema.js'

type TrainingForm = { code: string; categories: readonly Category[]; defaultCategory: Category }

/**
 * §4.1, §5.3: each training form counts as lecture or practice; some may be either, with a default. Null for a form that
 * the edition does not know and for a category that the form cannot have.
 */
export function segmentCategory(
  segment: { form: string; category?: Category | null },
  forms: readonly TrainingForm[],
): Category | null {
  const form = forms.find((known) => known.code === segment.form)
  if (!form) return null
  const category = segment.category ?? form.defaultCategory
  return form.categories.includes(category) ? category : null
}
