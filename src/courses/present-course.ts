import type { RatingSum } from './feedback/read.js'
import type { ShownCourse } from './read.js'
import { meanRating } from './rules/mean-rating.js'
import type { Course } from './schema.js'

/** A course as it is answered: one version of it, with what teachers say of the course. */
export function presentCourse({ course, shown }: ShownCourse, ratings: ReadonlyMap<string, RatingSum>): Course {
  const { districtId: _, ...own } = course
  const rating = ratings.get(course.id) ?? { sum: 0, count: 0 }
  return {
    ...own,
    shownVersion: shown.number,
    shownPublishedAt: shown.publishedAt,
    policyEditionId: shown.policyEditionId,
    ...shown.content,
    rating: { mean: meanRating(rating), count: rating.count },
  }
}
