import { foreignKey, pgTable, primaryKey, unique, uuid } from 'drizzle-orm/pg-core'
import { activities } from '../../activities/tables.js'
import { instant } from '../../db/columns.js'
import { trainingPlans } from '../tables.js'

/** The activity that carries an item of a plan out: one for each item. A joint one carries out items of several schools' plans. */
export const planItemActivities = pgTable(
  'plan_item_activities',
  {
    districtId: uuid('district_id').notNull(),
    planId: uuid('plan_id').notNull(),
    itemId: uuid('item_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    scheduledAt: instant('scheduled_at').notNull(),
    scheduledBy: uuid('scheduled_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.planId, t.itemId] }),
    unique('plan_item_activities_once').on(t.districtId, t.planId, t.activityId),
    foreignKey({ columns: [t.districtId, t.planId], foreignColumns: [trainingPlans.districtId, trainingPlans.id] }),
    foreignKey({ columns: [t.districtId, t.activityId], foreignColumns: [activities.districtId, activities.id] }),
  ],
)
