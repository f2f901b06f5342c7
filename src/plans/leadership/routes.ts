import type { FastifyInstance } from 'fastify'
import { route } from '../../http/route.js'
import { AcademicYearCode, closed, Id } from '../../lib/wire.js'
import { getLeadershipGroup } from './get-leadership-group.js'
import { LeadershipGroup, LeadershipGroupContent, LeadershipGroupPut } from './schema.js'
import { setLeadershipGroup } from './set-leadership-group.js'

const tag = 'plans'
const path = '/v1/schools/:id/leadership-groups/:academicYear'
const OfSchoolAndYear = closed({ id: Id, academicYear: AcademicYearCode })

export function leadershipRoutes(app: FastifyInstance): void {
  route(app, {
    operationId: 'setLeadershipGroup',
    method: 'PUT',
    path,
    tag,
    summary: ['Set the leadership group', '设立领导小组'],
    description: [
      'By the principal, for an academic year (§6.1): one leader, at least one deputy. A change needs If-Match; the same members again change nothing. Teachers are named by `teacherId`, others by `name`.',
      '由校长按学年设立（§6.1）：组长一名，副组长至少一名。更改须带 If-Match，内容相同则不变。教师给出 `teacherId`，其他人给出 `name`。',
    ],
    params: OfSchoolAndYear,
    body: LeadershipGroupContent,
    answer: LeadershipGroupPut,
    status: { all: [200, 201], of: ({ outcome }) => (outcome === 'created' ? 201 : 200) },
    errors: [
      'oneLeaderNeeded',
      'deputyNeeded',
      'nameOrTeacher',
      'unknownTeacher',
      'duplicateItem',
      'unknownAcademicYear',
      'rulesRefused',
    ],
    handle: ({ actor, now, condition }, { params, body }) =>
      setLeadershipGroup(app.db, {
        actor,
        now,
        condition,
        schoolId: params.id,
        academicYear: params.academicYear,
        content: body,
      }),
  })

  route(app, {
    operationId: 'getLeadershipGroup',
    method: 'GET',
    path,
    tag,
    summary: ['Get the leadership group', '查看领导小组'],
    description: ['Of a school in an academic year (§6.1).', '一所学校一学年的领导小组（§6.1）。'],
    params: OfSchoolAndYear,
    answer: LeadershipGroup,
    handle: ({ actor }, { params }) =>
      getLeadershipGroup(app.db, { actor, schoolId: params.id, academicYear: params.academicYear }),
  })
}
