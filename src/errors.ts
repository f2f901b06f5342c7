import { withoutPersonalNumbers } from './lib/personal-numbers.js'

/**
 * The error catalogue: every code that the service can answer with, its HTTP status, and its title and detail in both
 * languages. Codes are public contract: they are never renamed or reused. `{name}` in a detail is filled from `params`.
 */
type Text = { title: string; detail: string }
type CatalogueEntry = { status: number; en: Text; zh: Text }

const entry = (status: number, en: [string, string], zh: [string, string]): CatalogueEntry => ({
  status,
  en: { title: en[0], detail: en[1] },
  zh: { title: zh[0], detail: zh[1] },
})

export const errors = {
  // The request itself
  malformedRequest: entry(
    400,
    ['Malformed request', 'The request could not be read: {reason}.'],
    ['请求格式错误', '无法读取该请求：{reason}。'],
  ),
  secretInAddress: entry(
    400,
    [
      'Secret in the address',
      'An address is logged on its way: send keys and tokens in the Authorization header. Replace the one that was sent.',
    ],
    ['地址中含有密钥', '地址会被沿途记录：密钥和令牌请放在 Authorization 请求头中，并更换已发送的密钥。'],
  ),
  tooManyParameters: entry(
    400,
    ['Too many parameters', 'A query has at most {maximum} parameters.'],
    ['参数过多', '查询参数最多 {maximum} 个。'],
  ),
  bodyTooComplex: entry(
    400,
    ['Body too complex', 'A JSON body has at most {depth} levels and {values} values.'],
    ['请求体过于复杂', 'JSON 请求体最多 {depth} 层、{values} 个值。'],
  ),
  invalidText: entry(
    400,
    ['Unsupported text', 'Text may not contain U+0000 or lone surrogates.'],
    ['文本不受支持', '文本中不得含有 U+0000 或不成对的代理字符。'],
  ),
  invalidValue: entry(
    400,
    ['Value out of range', 'A value is outside what the service can store.'],
    ['数值超出范围', '某个值超出了系统可存储的范围。'],
  ),
  invalidCursor: entry(
    400,
    ['Invalid cursor', 'The cursor was not issued by this list.'],
    ['游标无效', '该游标不是由此列表签发的。'],
  ),
  unauthenticated: entry(
    401,
    ['Not authenticated', 'A valid API key or access token is required: Authorization: Bearer ….'],
    ['未通过身份验证', '需要有效的 API 密钥或访问令牌：Authorization: Bearer …。'],
  ),
  tokenExpired: entry(
    401,
    ['Token expired', 'The access token has expired; get a new one.'],
    ['令牌已过期', '访问令牌已过期，请重新获取。'],
  ),
  insufficientScope: entry(
    403,
    ['Insufficient scope', 'The scope of the token ({scope}) does not cover {operationId}.'],
    ['令牌权限范围不足', '令牌的权限范围（{scope}）不包括 {operationId}。'],
  ),
  notPermitted: entry(
    403,
    ['Not permitted', 'The role {role} may not call {operationId}.'],
    ['没有权限', '角色 {role} 不得调用 {operationId}。'],
  ),
  notFound: entry(404, ['Not found', 'There is no such {kind}.'], ['未找到', '不存在该对象（{kind}）。']),
  routeNotFound: entry(
    404,
    ['No such address', 'The service has no {method} {path}.'],
    ['地址不存在', '系统没有 {method} {path}。'],
  ),
  methodNotAllowed: entry(
    405,
    ['Method not allowed', 'This address does not take {method}.'],
    ['方法不允许', '该地址不接受 {method}。'],
  ),
  notAcceptable: entry(
    406,
    ['Not acceptable', 'The service cannot answer in the requested media type.'],
    ['无法提供该格式', '系统无法以所请求的媒体类型应答。'],
  ),
  requestTimeout: entry(
    408,
    ['Request timed out', 'The request took too long to arrive.'],
    ['请求超时', '请求传输时间过长。'],
  ),
  payloadTooLarge: entry(
    413,
    ['Body too large', 'The body may have at most {maximum} bytes.'],
    ['请求体过大', '请求体最多 {maximum} 字节。'],
  ),
  addressTooLong: entry(
    414,
    ['Address too long', 'An address has at most {maximum} bytes.'],
    ['地址过长', '地址最多 {maximum} 字节。'],
  ),
  headersTooLarge: entry(
    431,
    ['Headers too large', 'The headers of the request are too large.'],
    ['请求头过大', '请求头过大。'],
  ),
  unsupportedContentEncoding: entry(
    415,
    ['Unsupported content encoding', 'Bodies are taken as they are, without Content-Encoding {encoding}.'],
    ['内容编码不受支持', '请求体须为原文，不接受 Content-Encoding {encoding}。'],
  ),
  unsupportedMediaType: entry(
    415,
    ['Unsupported media type', 'This operation does not take {mediaType}.'],
    ['媒体类型不受支持', '该操作不接受 {mediaType}。'],
  ),
  preconditionFailed: entry(
    412,
    ['Changed meanwhile', 'The resource has changed: its version is now {version}.'],
    ['内容已被更改', '该资源已被更改，当前版本为 {version}。'],
  ),
  preconditionRequired: entry(
    428,
    ['Precondition required', 'Send If-Match with the ETag of the version that you mean to change.'],
    ['缺少前提条件', '请用 If-Match 发送您要更改的版本的 ETag。'],
  ),
  validationFailed: entry(
    422,
    ['Validation failed', 'The request does not fit its schema; see errors.'],
    ['校验未通过', '请求不符合其结构定义，详见 errors。'],
  ),
  rulesRefused: entry(
    422,
    ['Refused by the rules', 'The rules refuse this; see errors for every reason.'],
    ['不符合规则', '规则不允许该操作，全部原因见 errors。'],
  ),
  rateLimited: entry(
    429,
    ['Too many requests', 'At most {maximum} requests in {seconds} seconds; try again in {retryAfter} seconds.'],
    ['请求过多', '每 {seconds} 秒最多 {maximum} 次请求，请在 {retryAfter} 秒后重试。'],
  ),
  internalError: entry(
    500,
    ['Internal error', 'The service failed; the request id names the log entry.'],
    ['内部错误', '系统出现故障，可凭请求编号查找日志。'],
  ),
  unavailable: entry(
    503,
    [
      'Temporarily unavailable',
      'The database is away or busy; try again. Repeat a POST with the same Idempotency-Key.',
    ],
    ['暂时不可用', '数据库暂时不可用或繁忙，请重试；POST 请用同一个 Idempotency-Key 重发。'],
  ),
  // Tokens: told to OAuth clients by the names of RFC 6749, in ASCII as it asks
  tokenRequestIncomplete: entry(
    400,
    ['Token request incomplete', 'The parameter {parameter} is missing.'],
    ['令牌请求不完整', '缺少参数 {parameter}。'],
  ),
  tokenRequestAmbiguous: entry(
    400,
    ['Token request ambiguous', 'Send the parameters once, in the body, and the credentials in one way only.'],
    ['令牌请求有歧义', '参数须在请求体中且各出现一次，凭据只能以一种方式发送。'],
  ),
  clientNotAuthenticated: entry(
    401,
    ['Client not authenticated', 'There is no client with this id and key.'],
    ['客户端未通过验证', '不存在具有该编号和密钥的客户端。'],
  ),
  grantTypeUnsupported: entry(
    400,
    ['Grant type unsupported', 'The grant type is client_credentials.'],
    ['授权类型不受支持', '授权类型只能是 client_credentials。'],
  ),
  scopeUnknown: entry(
    400,
    ['Scope unknown', 'None of the scopes is known: there are yanxiu and yanxiu.readonly.'],
    ['权限范围未知', '所请求的权限范围均不存在：可用的有 yanxiu 和 yanxiu.readonly。'],
  ),
  teacherNotOnDuty: entry(
    409,
    ['Not on duty', 'The teacher holds no homeroom duty in this scope on {date}.'],
    ['当日不任班主任', '该教师 {date} 在此范围内不担任班主任。'],
  ),
  overloaded: entry(
    503,
    ['Overloaded', 'The service has more to do than it can; try again. Nothing of this request was done.'],
    ['负载过高', '系统负载过高，请稍后重试。本次请求未做任何处理。'],
  ),
  // Idempotency
  idempotencyKeyReused: entry(
    422,
    ['Idempotency key reused', 'This Idempotency-Key was used for a different request.'],
    ['幂等键被重复使用', '该 Idempotency-Key 已用于另一个不同的请求。'],
  ),
  idempotencyKeyInvalid: entry(
    400,
    ['Invalid idempotency key', 'An Idempotency-Key has 1 to 255 visible ASCII characters.'],
    ['幂等键无效', 'Idempotency-Key 应为 1 至 255 个可见 ASCII 字符。'],
  ),
  requestInFlight: entry(
    409,
    ['Request in flight', 'A request with this Idempotency-Key is still being carried out.'],
    ['请求正在处理', '使用该 Idempotency-Key 的请求仍在处理中。'],
  ),
  // Schema violations, one for each kind of mistake
  missingProperty: entry(422, ['Missing property', '{property} is required.'], ['缺少属性', '必须提供 {property}。']),
  unknownProperty: entry(
    422,
    ['Unknown property', '{property} is not known here.'],
    ['未知属性', '此处没有属性 {property}。'],
  ),
  wrongType: entry(422, ['Wrong type', 'Must be {expected}.'], ['类型错误', '应为 {expected}。']),
  unknownValue: entry(422, ['Unknown value', 'Must be one of: {allowed}.'], ['未知的值', '应为下列之一：{allowed}。']),
  wrongFormat: entry(
    422,
    ['Wrong format', 'Does not have the required form: {expected}.'],
    ['格式不符', '不符合规定的格式：{expected}。'],
  ),
  outOfRange: entry(422, ['Out of range', 'Must be {expected}.'], ['超出范围', '应为 {expected}。']),
  duplicateItem: entry(
    422,
    ['Duplicate item', 'The items must differ from one another.'],
    ['重复项', '各项不得重复。'],
  ),
  schemaViolation: entry(
    422,
    ['Does not fit', 'The value does not fit its schema.'],
    ['不符合结构', '该值不符合其结构定义。'],
  ),
  // Access and tenants
  alreadyExpired: entry(
    422,
    ['Already expired', 'A client that expires at {expiresAt} could never be used.'],
    ['已过期', '该客户端的到期时间 {expiresAt} 已过，无法使用。'],
  ),
  boundRequired: entry(
    422,
    ['Bound required', 'The role {role} needs {bound}.'],
    ['缺少限定范围', '角色 {role} 必须给出 {bound}。'],
  ),
  boundNotAllowed: entry(
    422,
    ['Bound not allowed', 'The role {role} may not have {bound}.'],
    ['不得限定范围', '角色 {role} 不得带有 {bound}。'],
  ),
  clientRevoked: entry(
    409,
    ['Client revoked', 'A revoked client gets no new key.'],
    ['客户端已吊销', '已吊销的客户端不能更换密钥。'],
  ),
  districtExists: entry(
    409,
    ['District exists', 'There is already a district {code}.'],
    ['区已存在', '代码为 {code} 的区已存在。'],
  ),
  // Policy editions
  policyEditionExists: entry(
    409,
    ['Edition exists', 'The district already has an edition {code}, or one that begins in {firstAcademicYear}.'],
    ['版本已存在', '本区已有代码为 {code} 或自 {firstAcademicYear} 学年起施行的版本。'],
  ),
  policyEditionReachesBack: entry(
    409,
    [
      'Edition reaches back',
      'Hours are entered up to {lastYear}; an edition may begin only after it, not in {firstAcademicYear}.',
    ],
    ['版本追溯既往', '{lastYear} 学年已有课时入账，新版本只能自其后的学年起施行，不能自 {firstAcademicYear} 学年起。'],
  ),
  editionYearUnknown: entry(
    422,
    ['No academic year', '{academicYear} names no academic year.'],
    ['不是学年', '{academicYear} 不是学年代码。'],
  ),
  editionDuplicate: entry(
    422,
    ['Stands twice', '{value} stands more than once.'],
    ['重复出现', '{value} 出现了不止一次。'],
  ),
  editionDefaultNotAllowed: entry(
    422,
    ['Default not allowed', 'The default {category} of the form {form} is not among its categories.'],
    ['默认类别无效', '研修形式 {form} 的默认类别 {category} 不在其允许类别之内。'],
  ),
  editionTierUnknown: entry(
    422,
    ['Unknown tier', 'The edition has no tier {tier}.'],
    ['层级不存在', '该版本没有层级 {tier}。'],
  ),
  editionNotPositive: entry(422, ['Not positive', 'Must be above zero.'], ['须为正数', '须大于零。']),
  editionOutOfBounds: entry(422, ['Out of bounds', 'Must be within {bounds}.'], ['超出范围', '应在 {bounds} 之内。']),
  editionAboveOne: entry(
    422,
    ['Above one', 'A share is at most 1, not {share}.'],
    ['超过一', '比例最大为 1，不能为 {share}。'],
  ),
  editionMinimumOffStep: entry(
    422,
    ['Minimum off the step', 'The minimum {minimum} is not a multiple of {step}.'],
    ['最低课时不合步长', '最低课时 {minimum} 不是 {step} 的整数倍。'],
  ),
  editionRemainderNotExact: entry(
    422,
    [
      'Remainder not exact',
      'An increment of {increment} credits at {hoursPerCredit} hours for one leaves no exact remainder.',
    ],
    ['余数不精确', '每学分 {hoursPerCredit} 课时、最小单位 {increment} 学分时余数不能精确表示。'],
  ),
  editionNotFromZero: entry(
    422,
    ['Not from zero', 'The first step begins at 0 years.'],
    ['未从零开始', '第一级须从 0 年开始。'],
  ),
  editionNotAscending: entry(
    422,
    ['Not ascending', 'Each step must be higher than the one before.'],
    ['未递增', '每一级须高于前一级。'],
  ),
  editionNotDescending: entry(
    422,
    ['Not descending', 'Each grade must begin lower than the one before.'],
    ['未递减', '每一等第须低于前一等第。'],
  ),
  editionWeightsNotHundred: entry(
    422,
    ['Weights off', 'The weights sum to {sum}, not to 100.'],
    ['权重有误', '各权重之和为 {sum}，应为 100。'],
  ),
  editionGateUnsupported: entry(
    422,
    ['Gate not supported', 'Credit does not depend on grades.'],
    ['不支持该条件', '赋分不以等第为前提。'],
  ),
  editionDayUnknown: entry(
    422,
    ['No such day', '{day} is no day of every year.'],
    ['日期不存在', '{day} 不是每年都有的日期。'],
  ),
  editionSemesterOrder: entry(
    422,
    ['Semesters out of order', 'The semesters must follow one another: {day} comes too early.'],
    ['学期顺序有误', '学期须依次相接：{day} 过早。'],
  ),
  editionSemesterGap: entry(
    422,
    ['Gap between semesters', 'The day after {from} must be {to}.'],
    ['学期不相接', '{from} 的次日应为 {to}。'],
  ),
  noPolicyEdition: entry(
    422,
    ['No policy edition', 'No policy edition is in force in {academicYear}.'],
    ['没有政策版本', '{academicYear} 学年没有施行中的政策版本。'],
  ),
  // Operations
  operationFailed: entry(
    500,
    ['Operation failed', 'The work failed each time it was tried; the log of the service says why.'],
    ['任务失败', '该任务多次尝试均失败，原因见系统日志。'],
  ),
  operationEnded: entry(
    409,
    ['Operation ended', 'The operation has already ended: {status}.'],
    ['任务已结束', '该任务已结束：{status}。'],
  ),
  // Roster and calendar
  endsBeforeStart: entry(
    422,
    ['Ends before it starts', 'It would end on {to}, before it starts on {from}.'],
    ['结束早于开始', '结束时间 {to} 早于开始时间 {from}。'],
  ),
  unknownSchool: entry(
    422,
    ['Unknown school', 'There is no school {sourcedId}.'],
    ['学校不存在', '不存在学校 {sourcedId}。'],
  ),
  unknownSchoolGroup: entry(
    422,
    ['Unknown school group', 'There is no school group {sourcedId}.'],
    ['集团校不存在', '不存在集团校 {sourcedId}。'],
  ),
  unknownTeacher: entry(
    422,
    ['Unknown teacher', 'There is no teacher {sourcedId}.'],
    ['教师不存在', '不存在教师 {sourcedId}。'],
  ),
  unknownAcademicYear: entry(
    422,
    ['Unknown academic year', 'The academic year {academicYear} is not in the calendar.'],
    ['学年不存在', '校历中没有 {academicYear} 学年。'],
  ),
  invalidIdentityNumber: entry(
    422,
    [
      'Not an identity number',
      'An identity number has 18 characters with a date of birth and a right check character.',
    ],
    ['身份证号有误', '身份证号应为 18 位，出生日期和校验码须正确。'],
  ),
  invalidPhone: entry(
    422,
    ['Not a phone number', 'A phone is a mainland mobile of 11 digits, or a landline with its area code.'],
    ['电话号码有误', '电话号码应为 11 位手机号，或带区号的固定电话。'],
  ),
  teacherErased: entry(
    409,
    ['Teacher erased', 'The personal data of teacher {sourcedId} was erased; nothing more may be put.'],
    ['教师信息已删除', '教师 {sourcedId} 的个人信息已删除，不得再写入。'],
  ),
  erasureNotYet: entry(
    409,
    ['Not to be erased yet', 'Teacher {sourcedId} is still needed by name; see errors for every reason.'],
    ['尚不能删除', '教师 {sourcedId} 的姓名仍在使用，全部原因见 errors。'],
  ),
  teacherOnDuty: entry(
    409,
    ['On duty', 'The homeroom duty at {schoolSourcedId} from {from} has not ended: end it first.'],
    ['仍在任', '在 {schoolSourcedId} 自 {from} 起的班主任任职尚未结束，请先结束。'],
  ),
  teacherInDraft: entry(
    409,
    ['In a draft', '{count} statements stand in credit runs that are not sealed: seal them first.'],
    ['赋分未封存', '有 {count} 份赋分单尚未封存，请先封存。'],
  ),
  leaveOverlaps: entry(
    409,
    ['Leaves overlap', 'The teacher is on leave from {from} to {to}, which shares days with this one.'],
    ['请假重叠', '该教师从 {from} 至 {to} 已请假，与本次请假的日期重叠。'],
  ),
  leaveExists: entry(
    409,
    ['Leave exists', 'The teacher already has a leave from {from} to {to}.'],
    ['请假已登记', '该教师从 {from} 至 {to} 的请假已登记。'],
  ),
  academicYearDates: entry(
    422,
    [
      'Dates do not make an academic year',
      'The semesters must follow one another without a gap inside {academicYear}, the first before the second.',
    ],
    ['日期不构成学年', '两个学期须在 {academicYear} 学年内首尾相接，第一学期在前。'],
  ),
  academicYearOverlaps: entry(
    422,
    ['Academic years overlap', '{academicYear} would share days with {others}: every day belongs to one year at most.'],
    ['学年重叠', '{academicYear} 学年与 {others} 学年有重叠的日期，每一天至多属于一个学年。'],
  ),
  unknownTier: entry(
    422,
    ['Unknown tier', 'The policy edition has no tier {tier}.'],
    ['分层不存在', '政策版本中没有第 {tier} 层。'],
  ),
  holidayOutsideYear: entry(
    422,
    ['Holiday outside the year', '{name}, from {from} to {to}, does not lie in the academic year.'],
    ['假期不在学年内', '假期“{name}”（{from} 至 {to}）不在该学年内。'],
  ),
  holidaysOverlap: entry(
    422,
    ['Holidays overlap', '{name} shares days with {other}.'],
    ['假期重叠', '假期“{name}”与“{other}”有重叠的日期。'],
  ),
  academicYearHasHours: entry(
    409,
    ['Hours are entered', 'Hours are entered in {academicYear}: its dates stand.'],
    ['已有课时入账', '{academicYear} 学年已有课时入账，日期不再更改。'],
  ),
  // Courses
  notTheOwner: entry(
    403,
    ['Not the owner', 'Only those whose course it is may do this.'],
    ['非课程所有者', '只有课程所有者可以进行该操作。'],
  ),
  ownCourse: entry(
    403,
    ['Own course', 'Whoever made a course does not rate it.'],
    ['本人课程', '不得评价本人的课程。'],
  ),
  courseOfNoSchool: entry(
    422,
    ['Course of no school', 'A course made by the role {role} belongs to no school: leave schoolId out.'],
    ['课程不属学校', '角色 {role} 新建的课程不属于学校，请省略 schoolId。'],
  ),
  unknownCourse: entry(422, ['Unknown course', 'There is no such course.'], ['课程不存在', '不存在该课程。']),
  unknownCourseVersion: entry(
    422,
    ['Unknown course version', 'The course has no published version {version}.'],
    ['课程版本不存在', '该课程没有已发布的版本 {version}。'],
  ),
  courseRetired: entry(
    409,
    ['Course retired', 'The course is retired: it can be read, and nothing new rests on it.'],
    ['课程已停用', '该课程已停用，只可查看，不再用于新的内容。'],
  ),
  courseVersionPublished: entry(
    409,
    ['Already published', 'Version {version} is the newest and is published; revise the course first.'],
    ['已发布', '最新版本 {version} 已发布，请先修订课程。'],
  ),
  courseInReview: entry(
    409,
    ['In review', 'Version {version} waits for the institute’s review.'],
    ['评审中', '版本 {version} 正待区教育学院评审。'],
  ),
  courseShared: entry(
    409,
    ['Already shared', 'This version of the course is already shared with the district.'],
    ['已共享', '该课程的这一版本已是区域共享课程。'],
  ),
  courseNeedsReview: entry(
    409,
    ['Needs review', 'The course is shared with the district: apply with the new version, the institute publishes it.'],
    ['须经评审', '该课程为区域共享课程，新版本须重新申报，由区教育学院评审后发布。'],
  ),
  courseNotRevised: entry(
    409,
    ['Not revised', 'Version {version} was returned: revise the course before applying again.'],
    ['尚未修订', '版本 {version} 已退回修改，请修订课程后再次申报。'],
  ),
  tooManyRounds: entry(
    409,
    ['Too many rounds', 'An application has at most {maximum} rounds.'],
    ['轮次过多', '一次申报最多 {maximum} 轮。'],
  ),
  roundStale: entry(
    409,
    ['Another round', 'The application is in round {round} by now: read it again.'],
    ['轮次已变', '该申报现为第 {round} 轮，请重新查看。'],
  ),
  roundReviewed: entry(
    409,
    ['Round reviewed', 'Round {round} no longer waits for a review: the application is {status}.'],
    ['本轮已评审', '第 {round} 轮不再待评审，申报状态为 {status}。'],
  ),
  urlOrFile: entry(
    422,
    ['Address or file', 'Give either url or file; a link has a url.'],
    ['地址或文件', 'url 与 file 须且只能给其一，链接须给 url。'],
  ),
  tooManyResources: entry(
    409,
    ['Too many resources', 'A course has at most {maximum} resources.'],
    ['资源过多', '一门课程最多 {maximum} 个资源。'],
  ),
  resourceIsLink: entry(
    409,
    ['No file', 'The resource is an address elsewhere: it has no file.'],
    ['没有文件', '该资源为外部地址，没有文件。'],
  ),
  resourceRemoved: entry(
    410,
    ['Resource removed', 'The resource was removed on {removedAt}.'],
    ['资源已删除', '该资源已于 {removedAt} 删除。'],
  ),
  fileNotUploaded: entry(
    409,
    ['File not uploaded', 'The file of this resource has not come yet.'],
    ['文件未上传', '该资源的文件尚未上传。'],
  ),
  fileDiffers: entry(
    422,
    ['Another file', 'Declared was {property} {declared}, received {received}.'],
    ['文件不一致', '{property} 声明为 {declared}，实际为 {received}。'],
  ),
  // Hours
  hoursNotPositive: entry(
    422,
    ['Hours not positive', 'Hours must be more than zero, not {hours}.'],
    ['课时须为正数', '课时须大于零，不能为 {hours}。'],
  ),
  hoursOffStep: entry(
    422,
    ['Hours off the step', '{hours} class hours are not a multiple of {step}.'],
    ['课时不合步长', '{hours} 课时不是 {step} 的整数倍。'],
  ),
  hoursAboveMaximum: entry(
    422,
    ['Too many hours', 'One training elsewhere has at most {maximum} class hours, not {hours}.'],
    ['课时过多', '一次校外培训最多 {maximum} 课时，不能为 {hours}。'],
  ),
  hoursAlreadyEntered: entry(
    409,
    ['Hours already entered', 'Hours of segment {segment} are already entered for a teacher; reverse them first.'],
    ['课时已入账', '第 {segment} 段的课时已入账，请先冲销。'],
  ),
  unknownModule: entry(
    422,
    ['Unknown module', 'The policy edition has no module {module}.'],
    ['未知课程模块', '政策版本中没有课程模块 {module}。'],
  ),
  dateOutsideCalendar: entry(
    422,
    ['Date outside the calendar', '{date} lies in no semester of the calendar.'],
    ['日期不在校历内', '{date} 不在任何学期之内。'],
  ),
  dateInFuture: entry(
    422,
    ['Date in the future', '{date} is still to come: hours are recognised after they were earned.'],
    ['日期未到', '{date} 尚未到来，课时须在取得之后认定。'],
  ),
  noDutyOnDate: entry(
    422,
    ['No homeroom duty', 'The teacher holds no homeroom duty on {date}.'],
    ['未任班主任', '该教师在 {date} 没有班主任任职。'],
  ),
  outsideHoursExist: entry(
    409,
    ['Already recognised', 'Hours for {title} on {date} are already recognised.'],
    ['已认定', '{date} 的“{title}”课时已认定。'],
  ),
  entryNotReversible: entry(
    409,
    ['Not reversible', 'Entry {number} is of kind {kind}: only hours that counted can be reversed.'],
    ['不能冲销', '第 {number} 条为 {kind}，只有计入的课时才能冲销。'],
  ),
  entryAlreadyReversed: entry(
    409,
    ['Already reversed', 'Entry {number} was reversed by entry {reversedBy}.'],
    ['已冲销', '第 {number} 条已由第 {reversedBy} 条冲销。'],
  ),
  entryNotHeld: entry(
    409,
    ['Not held', 'Entry {number} is of kind {kind}: only held hours are resolved.'],
    ['不是待定课时', '第 {number} 条为 {kind}，只有待定课时才需处理。'],
  ),
  overlapElsewhere: entry(
    403,
    [
      'Overlaps elsewhere',
      'The hours that it overlaps were earned at another school: the choice is the school’s that the teacher belongs to.',
    ],
    ['重叠课时在他校', '与之重叠的课时取得于他校，应由教师所在学校处理。'],
  ),
  heldAlreadyResolved: entry(
    409,
    ['Already resolved', 'Entry {number} was resolved by entry {resolvedBy}.'],
    ['已处理', '第 {number} 条已由第 {resolvedBy} 条处理。'],
  ),
  // Needs
  surveyLevelNotAllowed: entry(
    422,
    ['Level not allowed', 'The institute surveys the district and a school itself: not {level}.'],
    ['调研层级不符', '区教育学院开展区级调研，学校开展校级调研，不能为 {level}。'],
  ),
  notTheSurveyor: entry(
    403,
    ['Not the surveyor', 'A school changes, opens and closes its own surveys only.'],
    ['非调研发起方', '学校只能更改、开放和关闭本校的调研。'],
  ),
  surveyNotDraft: entry(
    409,
    ['Not a draft', 'The survey is {status}: what was promised and asked stands.'],
    ['不是草稿', '该调研状态为 {status}，承诺和题目不再更改。'],
  ),
  surveyNotOpen: entry(409, ['Not open', 'The survey is {status}.'], ['未开放', '该调研状态为 {status}。']),
  surveyNotClosed: entry(
    409,
    ['Not closed', 'An anonymous survey has results once it is closed.'],
    ['尚未关闭', '匿名调研关闭后方有结果。'],
  ),
  surveyTimeOver: entry(
    409,
    ['Time over', 'Answers were taken until {closesAt}.'],
    ['已过截止时刻', '该调研于 {closesAt} 截止。'],
  ),
  closesInThePast: entry(
    422,
    ['Closes in the past', '{closesAt} has passed.'],
    ['截止时刻已过', '{closesAt} 已经过去。'],
  ),
  scaleSteps: entry(
    422,
    ['Not a scale', 'A scale has {from} to {to} steps from its minimum to its maximum.'],
    ['量表级数不符', '量表从最小值到最大值应有 {from} 至 {to} 级。'],
  ),
  scaleLabels: entry(
    422,
    ['Labels off', 'The scale has {steps} steps and {labels} labels.'],
    ['级别文字数量不符', '量表有 {steps} 级，却给出 {labels} 个文字。'],
  ),
  choiceTwice: entry(
    422,
    ['Choice stands twice', 'The choice {choice} stands more than once.'],
    ['选项重复', '选项 {choice} 出现了不止一次。'],
  ),
  moreChoicesThanThereAre: entry(
    422,
    ['More choices than there are', 'At most {maximum} can be chosen.'],
    ['可选数量过多', '最多只能选 {maximum} 项。'],
  ),
  anonymousTextsTooLong: entry(
    422,
    [
      'Texts too long',
      'The text questions of an anonymous survey may take {maximum} characters together, not {characters}.',
    ],
    ['文字题过长', '匿名调研的文字题字数上限合计不超过 {maximum}，现为 {characters}。'],
  ),
  unknownQuestion: entry(
    422,
    ['Unknown question', 'The survey has no question {question}.'],
    ['题目不存在', '该调研没有第 {question} 题。'],
  ),
  answeredTwice: entry(
    422,
    ['Answered twice', 'Question {question} is answered more than once.'],
    ['重复作答', '第 {question} 题作答了不止一次。'],
  ),
  answerMissing: entry(
    422,
    ['Answer missing', 'Question {question} has to be answered.'],
    ['缺少回答', '第 {question} 题为必答题。'],
  ),
  answerOfOtherKind: entry(
    422,
    ['Answer of another kind', 'Question {question} is answered by {part} alone.'],
    ['作答方式不符', '第 {question} 题只能以 {part} 作答。'],
  ),
  answerOffScale: entry(
    422,
    ['Off the scale', 'The scale of question {question} goes from {minimum} to {maximum}.'],
    ['超出量表', '第 {question} 题的量表为 {minimum} 至 {maximum}。'],
  ),
  unknownChoice: entry(
    422,
    ['Unknown choice', 'Question {question} has no such choice.'],
    ['选项不存在', '第 {question} 题没有该选项。'],
  ),
  tooManyChoices: entry(
    422,
    ['Too many choices', 'Question {question} takes at most {maximum}.'],
    ['选择过多', '第 {question} 题最多选 {maximum} 项。'],
  ),
  answerTooLong: entry(
    422,
    ['Answer too long', 'Question {question} takes at most {maximum} characters.'],
    ['回答过长', '第 {question} 题最多 {maximum} 字。'],
  ),
  questionOfOtherTier: entry(
    422,
    ['For another tier', 'Question {question} is for teachers of tier {tier}.'],
    ['限其他层级', '第 {question} 题仅限第 {tier} 层的教师作答。'],
  ),
  needRecordedAhead: entry(422, ['Not yet', '{date} is still to come.'], ['日期未到', '{date} 尚未到来。']),
  moduleTwice: entry(
    422,
    ['Module stands twice', 'The module {module} stands more than once.'],
    ['模块重复', '模块 {module} 出现了不止一次。'],
  ),
  assessmentKindNotAllowed: entry(
    422,
    [
      'Kind not allowed',
      'Teachers assess themselves (self) and colleagues (peer), staff assess as leader: not {kind}.',
    ],
    ['评估类型不符', '教师本人自评（self）、同事互评（peer），管理人员评估为 leader，不能为 {kind}。'],
  ),
  notTheRecorder: entry(
    403,
    [
      'Not the recorder',
      'Teachers withdraw what they said themselves, a school what it recorded, the institute what any staff recorded.',
    ],
    ['非登记方', '教师只能撤回本人所作的评估，学校只能撤回本校登记的内容，区教育学院可撤回各管理人员登记的内容。'],
  ),
  alreadyWithdrawn: entry(
    409,
    ['Already withdrawn', 'It was withdrawn before, and counts no more.'],
    ['已撤回', '该记录此前已撤回，不再计入。'],
  ),
  assessmentOutsideYear: entry(
    422,
    ['Outside the academic year', '{date} is not between {startsOn} and {endsOn}.'],
    ['不在学年内', '{date} 不在 {startsOn} 至 {endsOn} 之间。'],
  ),
  // Activities
  notTheHost: entry(
    403,
    ['Not the host', 'Only the host school changes an activity and its attendance.'],
    ['非主办学校', '只有主办学校可以更改活动及其出勤。'],
  ),
  activityExists: entry(
    409,
    ['Activity exists', 'There is already an activity {sourcedId}.'],
    ['活动已存在', '编号为 {sourcedId} 的活动已存在。'],
  ),
  sessionEndsBeforeStart: entry(
    422,
    ['Ends before it starts', 'A session must end after it starts.'],
    ['结束早于开始', '场次的结束时间须晚于开始时间。'],
  ),
  sessionTooLong: entry(
    422,
    ['Session too long', 'A session lasts at most {maximum} clock hours.'],
    ['场次过长', '一个场次最长 {maximum} 小时。'],
  ),
  sessionOutsideAcademicYear: entry(
    422,
    ['Outside the academic year', '{date} is not between {startsOn} and {endsOn}.'],
    ['不在学年内', '{date} 不在 {startsOn} 至 {endsOn} 之间。'],
  ),
  sessionWithoutSegments: entry(
    422,
    ['No segments', 'A session has at least one segment.'],
    ['没有分段', '场次至少有一个分段。'],
  ),
  tooManySessions: entry(
    422,
    ['Too many sessions', 'An activity has at most {maximum} sessions.'],
    ['场次过多', '一个活动最多 {maximum} 个场次。'],
  ),
  tooManySegments: entry(
    422,
    ['Too many segments', 'A session has at most {maximum} segments.'],
    ['分段过多', '一个场次最多 {maximum} 个分段。'],
  ),
  hoursAboveClockTime: entry(
    422,
    [
      'Hours above clock time',
      '{hours} class hours of {minutesPerClassHour} minutes do not fit into {minutes} minutes.',
    ],
    ['课时超出实际时长', '{hours} 课时（每课时 {minutesPerClassHour} 分钟）超出 {minutes} 分钟的实际时长。'],
  ),
  courseTaught: entry(
    409,
    ['Course taught', 'A session of the activity is confirmed: it has taught the course that it names, or none.'],
    ['课程已讲授', '该活动已有确认的场次，所讲授的课程不能再改。'],
  ),
  tierOverrideEnded: entry(
    409,
    ['Override ended', 'The tier that was set was ended on {at}.'],
    ['指定已结束', '该指定分层已于 {at} 结束。'],
  ),
  lastDayOutsideOverride: entry(
    422,
    ['Last day outside', 'The last day is from {from} on and before {to}; without one it is withdrawn.'],
    ['最后生效日不当', '最后生效日须不早于 {from} 且早于 {to}；省略则为撤销。'],
  ),
  unknownForm: entry(
    422,
    ['Unknown training form', 'The policy edition has no training form {form}.'],
    ['未知研修形式', '政策版本中没有研修形式 {form}。'],
  ),
  categoryNotAllowed: entry(
    422,
    ['Category not allowed', 'The form {form} cannot count as {category}.'],
    ['类别不允许', '研修形式 {form} 不能计为 {category}。'],
  ),
  sessionClosed: entry(
    409,
    [
      'Session closed',
      'The session is {status}; late attendance needs lateReason, and a cancelled session takes none.',
    ],
    ['场次已关闭', '场次状态为 {status}；补记出勤须给出 lateReason，已取消的场次不再接受出勤。'],
  ),
  sessionHasAttendance: entry(
    409,
    ['Attendance is recorded', 'Attendance rests on the times and segments of the session: they stand.'],
    ['已有出勤记录', '已有出勤以该场次的时间和分段为据，不能更改。'],
  ),
  sessionNotEnded: entry(
    409,
    ['Session not ended', 'The session ends at {endsAt}; attendance is confirmed after it.'],
    ['场次未结束', '场次于 {endsAt} 结束，其后方可确认。'],
  ),
  unknownSession: entry(422, ['Unknown session', 'There is no such session.'], ['场次不存在', '不存在该场次。']),
  teacherNotEligible: entry(
    422,
    ['Teacher not eligible', 'The teacher holds no homeroom duty on that date at a school that takes part.'],
    ['教师不在范围内', '该教师当日在参加学校没有班主任任职。'],
  ),
  duplicateInBatch: entry(
    422,
    ['Twice in one batch', 'The batch already has this session, teacher and role.'],
    ['批次内重复', '同一批次中已有相同的场次、教师和角色。'],
  ),
  attendanceConfirmed: entry(
    409,
    ['Attendance confirmed', 'Its hours are in the ledger; reverse them before changing the record.'],
    ['出勤已确认', '其课时已入账，更改前请先冲销。'],
  ),
  attendanceRecordedByHand: entry(
    409,
    ['Recorded by hand', 'It is recorded otherwise by hand; an import leaves it as it is.'],
    ['已人工记录', '该出勤已由人工另行记录，导入不作更改。'],
  ),
  attendanceReversed: entry(
    409,
    [
      'Reversed by hand',
      'Its hours were confirmed and then reversed by hand; record it again by hand with lateReason.',
    ],
    ['曾被冲销', '其课时确认后已由人工冲销，如需恢复请人工补记并给出 lateReason。'],
  ),
  minutesRequired: entry(
    422,
    ['Minutes required', 'Partial attendance needs minutesAttended.'],
    ['缺少分钟数', '部分参加须给出 minutesAttended。'],
  ),
  minutesNotAllowed: entry(
    422,
    ['Minutes not allowed', 'Only partial attendance has minutesAttended, not {status}.'],
    ['不应有分钟数', '只有部分参加才有 minutesAttended，{status} 不应有。'],
  ),
  minutesOutOfRange: entry(
    422,
    ['Minutes out of range', '{minutes} minutes are not between 0 and {maximum}.'],
    ['分钟数超出范围', '{minutes} 分钟不在 0 至 {maximum} 之间。'],
  ),
  unknownSegment: entry(
    422,
    ['Unknown segment', 'The session has no segment {segment}.'],
    ['分段不存在', '该场次没有第 {segment} 段。'],
  ),
  segmentInBothRoles: entry(
    422,
    ['Segment in both roles', 'Segment {segment} cannot be presented and attended by the same teacher.'],
    ['同段两种角色', '同一教师不能在第 {segment} 段既主讲又参加。'],
  ),
  // Registration and check-in
  registrationClosed: entry(
    409,
    ['Registration closed', 'Registration closed at {closesAt}.'],
    ['报名已截止', '报名已于 {closesAt} 截止。'],
  ),
  noSessionToCome: entry(
    409,
    ['No session to come', 'Every session of the activity has begun or is cancelled.'],
    ['没有未开始的场次', '该活动的场次均已开始或取消。'],
  ),
  tierNotAdmitted: entry(
    422,
    ['Tier not admitted', 'The activity is for tiers {tiers}; the teacher is in tier {tier}.'],
    ['不在面向的分层', '该活动面向第 {tiers} 层，该教师在第 {tier} 层。'],
  ),
  capacityBelowRegistered: entry(
    409,
    ['Fewer places than registered', '{registered} are registered: the capacity cannot be {capacity}.'],
    ['名额少于已报名人数', '已有 {registered} 人报名，名额不能为 {capacity}。'],
  ),
  checkInOutsideSession: entry(
    409,
    ['Outside the session', 'Check-in opens at {from} and ends with the session at {to}.'],
    ['不在签到时间内', '签到自 {from} 起，至场次结束 {to} 止。'],
  ),
  checkInRefused: entry(
    422,
    ['Code not accepted', 'The code is wrong, or it no longer holds.'],
    ['签到码无效', '签到码有误，或已失效。'],
  ),
  checkInLocked: entry(
    409,
    ['Too many tries', '{maximum} codes were wrong: no more are taken until check-in is opened anew.'],
    ['尝试次数过多', '已输错 {maximum} 次，重新开放签到前不再受理。'],
  ),
  attendanceStands: entry(
    409,
    ['Attendance is recorded', 'Attendance is recorded as {status}; only the host changes it.'],
    ['出勤已登记', '出勤已登记为 {status}，只有主办学校可以更改。'],
  ),
  sessionNotOnline: entry(
    409,
    ['Not an online session', 'Interactions are reported of online sessions only.'],
    ['不是线上场次', '只有线上场次才有互动数据。'],
  ),
  // Files: the whole file is refused
  emptyFile: entry(422, ['Empty file', 'The file has no rows.'], ['空文件', '文件中没有任何行。']),
  unsupportedFile: entry(
    422,
    ['Unsupported file', 'Old .xls files and workbooks with a password are not read; save as .xlsx or CSV.'],
    ['不支持的文件', '不支持旧版 .xls 或加密的工作簿，请另存为 .xlsx 或 CSV。'],
  ),
  undecodableText: entry(
    422,
    ['Undecodable text', 'The text is neither UTF-8 nor GB18030 throughout.'],
    ['文本无法解码', '文本既不是 UTF-8 也不是 GB18030 编码。'],
  ),
  brokenCsv: entry(
    422,
    ['Broken CSV', 'The CSV cannot be read at line {line}.'],
    ['CSV 已损坏', '第 {line} 行处无法读取 CSV。'],
  ),
  brokenWorkbook: entry(
    422,
    ['Broken workbook', 'The XLSX workbook cannot be read.'],
    ['工作簿已损坏', '无法读取该 XLSX 工作簿。'],
  ),
  brokenZip: entry(422, ['Broken zip', 'The zip archive cannot be read.'], ['压缩包已损坏', '无法读取该压缩包。']),
  zipTooLarge: entry(
    422,
    ['Zip too large', 'The archive exceeds the limit {limit} of {maximum}.'],
    ['压缩包过大', '压缩包超出限制 {limit}：{maximum}。'],
  ),
  missingColumn: entry(
    422,
    ['Missing column', 'The sheet has no column {header} ({column}).'],
    ['缺少列', '表中没有“{header}”（{column}）列。'],
  ),
  duplicateColumn: entry(
    422,
    ['Duplicate column', 'The column {header} ({column}) stands in the sheet twice.'],
    ['列重复', '“{header}”（{column}）列重复。'],
  ),
  tooManyColumns: entry(
    422,
    ['Too many columns', 'A sheet has at most {maximum} columns.'],
    ['列过多', '表最多 {maximum} 列。'],
  ),
  tooManyRows: entry(
    422,
    ['Too many rows', 'A sheet has at most {maximum} rows.'],
    ['行过多', '表最多 {maximum} 行。'],
  ),
  missingManifest: entry(
    422,
    ['No manifest', 'The archive has no manifest.csv.'],
    ['缺少清单', '压缩包中没有 manifest.csv。'],
  ),
  invalidManifest: entry(
    422,
    ['Invalid manifest', 'The manifest is wrong about {property}: {reason}.'],
    ['清单无效', '清单中 {property} 有误：{reason}。'],
  ),
  oneRosterVersionUnsupported: entry(
    422,
    ['Unsupported OneRoster version', 'OneRoster 1.2 is read, not {version}.'],
    ['OneRoster 版本不受支持', '仅支持 OneRoster 1.2，不支持 {version}。'],
  ),
  deltaUnsupported: entry(
    422,
    ['Delta not supported', '{file} is a delta file; send it in bulk mode.'],
    ['不支持增量', '{file} 为增量文件，请以全量方式发送。'],
  ),
  missingFile: entry(422, ['Missing file', 'The archive has no {file}.'], ['缺少文件', '压缩包中没有 {file}。']),
  wrongHeader: entry(
    422,
    ['Wrong header', 'The header of {file} is wrong at column {position}.'],
    ['表头错误', '{file} 的表头第 {position} 列有误。'],
  ),
  // Rows: that row is rejected
  missingValue: entry(422, ['Missing value', 'The cell is blank.'], ['缺少内容', '单元格为空。']),
  cellTooLong: entry(
    422,
    ['Cell too long', 'A cell has at most {maximum} characters.'],
    ['内容过长', '单元格最多 {maximum} 个字符。'],
  ),
  tooManyCells: entry(
    422,
    ['Too many cells', 'The row has more cells than the header has columns ({maximum}).'],
    ['单元格过多', '该行单元格多于表头的 {maximum} 列。'],
  ),
  formulaError: entry(422, ['Formula error', 'The cell shows {value}.'], ['公式错误', '单元格显示 {value}。']),
  invalidIdentifier: entry(
    422,
    ['Invalid identifier', 'An identifier has 1 to 128 letters, digits or ._~:@-, and not dots alone.'],
    ['编号无效', '编号应为 1 至 128 个字母、数字或 ._~:@-，且不得只有点号。'],
  ),
  invalidDate: entry(
    422,
    ['Invalid date', 'The date is not of the calendar, or not written like 2024-09-01.'],
    ['日期无效', '日期不存在，或未写成 2024-09-01 等格式。'],
  ),
  invalidTime: entry(
    422,
    ['Invalid time', 'The time is not written like 14:00.'],
    ['时间无效', '时间未写成 14:00 的格式。'],
  ),
  invalidHours: entry(
    422,
    ['Invalid class hours', 'Class hours are a number like 2 or 1.5, without a sign.'],
    ['课时无效', '课时应为 2 或 1.5 这样的非负数。'],
  ),
  invalidInteger: entry(
    422,
    ['Invalid number', 'Must be a whole number from 0 to {maximum}.'],
    ['数字无效', '应为 0 至 {maximum} 的整数。'],
  ),
  invalidYesNo: entry(
    422,
    ['Neither yes nor no', 'Must be 是 or 否 (true or false).'],
    ['不是是或否', '应为“是”或“否”。'],
  ),
  deletedInBulk: entry(
    422,
    ['Deleted row in a bulk file', 'A bulk file lists what there is; leave deleted rows out.'],
    ['全量文件含删除行', '全量文件只列现存记录，请去掉删除行。'],
  ),
  // Training plans
  nameOrTeacher: entry(
    422,
    ['Name or teacher', 'Give either a name or a teacherId.'],
    ['姓名或教师', 'name 与 teacherId 须且只能给其一。'],
  ),
  oneLeaderNeeded: entry(
    422,
    ['One leader needed', 'A leadership group has one leader, not {leaders}.'],
    ['须有一名组长', '领导小组须有且仅有一名组长，现为 {leaders} 名。'],
  ),
  deputyNeeded: entry(
    422,
    ['Deputy needed', 'A leadership group has at least one deputy.'],
    ['缺少副组长', '领导小组至少须有一名副组长。'],
  ),
  trainingPlanExists: entry(
    409,
    ['Plan exists', 'The school already has a training plan for {academicYear}: {id}.'],
    ['计划已存在', '该校 {academicYear} 学年的研修计划已存在：{id}。'],
  ),
  unknownTrainingPlan: entry(
    422,
    ['Unknown training plan', 'The school has no training plan {id}.'],
    ['研修计划不存在', '该校没有研修计划 {id}。'],
  ),
  trainingPlanNotEarlier: entry(
    422,
    ['Not an earlier plan', 'A plan of {basedOn} is no ground for one of {academicYear}: it must be earlier.'],
    ['不是以往的计划', '{basedOn} 学年的计划不能作为 {academicYear} 学年计划的底稿，须为更早学年的计划。'],
  ),
  slotEndsBeforeStart: entry(
    422,
    ['Ends before it starts', 'A fixed slot must end after it starts: {endsAt} is not after {startsAt}.'],
    ['结束早于开始', '固定研修时间的结束须晚于开始：{endsAt} 不晚于 {startsAt}。'],
  ),
  unknownFixedSlot: entry(
    422,
    ['Unknown fixed slot', 'The plan has no fixed slot {slot}.'],
    ['固定时间不存在', '计划中没有第 {slot} 个固定研修时间。'],
  ),
  planItemAbovePeriod: entry(
    422,
    [
      'More than its period holds',
      '{sessions} sessions of {hours} class hours do not fit into the days from {from} to {to}.',
    ],
    ['超出期间', '{sessions} 个场次、每场 {hours} 课时，超出 {from} 至 {to} 所能容纳的时间。'],
  ),
  unknownPlanItem: entry(
    422,
    ['Unknown item', 'The plan has no item {id}; leave the id of a new item out.'],
    ['项目不存在', '计划中没有项目 {id}；新项目请勿给出编号。'],
  ),
  courseOrTheme: entry(
    422,
    ['Course or theme', 'An item has a course or a theme, not both.'],
    ['课程或主题', '一个项目只能给出课程或主题之一。'],
  ),
  planDateOutsideYear: entry(
    422,
    ['Outside the academic year', '{date} is not between {startsOn} and {endsOn}.'],
    ['不在学年内', '{date} 不在 {startsOn} 至 {endsOn} 之间。'],
  ),
  amendmentReasonNeeded: entry(
    422,
    ['Reason needed', 'An approved plan is amended with a reason.'],
    ['缺少更改原因', '更改已批准的计划须说明原因。'],
  ),
  planInReview: entry(
    409,
    ['In review', 'Version {number} waits for the review of the institute: it stands until then.'],
    ['正在审阅', '第 {number} 版正待教育学院审阅，其间不能更改。'],
  ),
  planNotDraft: entry(
    409,
    ['Not a draft', 'Version {number} is {status}: only a draft is submitted.'],
    ['不是草稿', '第 {number} 版的状态为 {status}，只能提交草稿。'],
  ),
  planNotSubmitted: entry(
    409,
    ['Not submitted', 'Version {number} is {status}: only what is submitted is reviewed.'],
    ['尚未提交', '第 {number} 版的状态为 {status}，只审阅已提交的版本。'],
  ),
  planVersionOutdated: entry(
    409,
    ['Version outdated', 'Version {given} was read, but version {newest} is the newest.'],
    ['版本已过时', '所审阅的是第 {given} 版，最新为第 {newest} 版。'],
  ),
  planNotApproved: entry(
    409,
    ['Not approved', 'The plan has no approved version.'],
    ['尚未批准', '该计划没有已批准的版本。'],
  ),
  planClosed: entry(
    409,
    ['Plan closed', 'The annual review has closed the plan.'],
    ['计划已总结', '该计划已召开总结会，不再更改。'],
  ),
  planInadequate: entry(
    409,
    ['Plan inadequate', 'The plan does not do what the policy asks; see errors for everything that is missing.'],
    ['计划不达标', '计划未达到要求，全部不足之处见 errors。'],
  ),
  planTierHours: entry(
    422,
    ['Too few hours for a tier', 'Tier {tier} reaches {hours} of {required} class hours: {missing} are missing.'],
    ['层级课时不足', '第 {tier} 层可得 {hours} 课时，应有 {required} 课时，尚缺 {missing} 课时。'],
  ),
  planTeachersUnknown: entry(
    422,
    [
      'Teachers unknown',
      'No teacher of the school is known for the academic year: enter the homeroom duties, so that the hours of each tier can be checked.',
    ],
    ['教师情况不明', '本学年尚无该校班主任的任职记录，请先录入，以便按层级检查课时。'],
  ),
  planModuleMissing: entry(
    422,
    ['Module not covered', 'No item is of the module {module}.'],
    ['模块未覆盖', '没有项目属于课程模块“{module}”。'],
  ),
  planCategoryMissing: entry(
    422,
    ['Category not covered', 'No item counts as {category}.'],
    ['类别未覆盖', '没有项目计为“{category}”。'],
  ),
  planFixedSlotMissing: entry(
    422,
    ['No fixed slot', 'The plan has no fixed training time.'],
    ['没有固定时间', '计划没有固定的研修时间。'],
  ),
  planItemAboveSlot: entry(
    422,
    [
      'Longer than its slot',
      '{hours} class hours of {minutesPerClassHour} minutes do not fit into the {minutes} minutes of slot {slot}.',
    ],
    ['超出固定时间', '{hours} 课时（每课时 {minutesPerClassHour} 分钟）超出第 {slot} 个固定时间的 {minutes} 分钟。'],
  ),
  planSlotOverfull: entry(
    422,
    ['Slot overfull', '{planned} sessions are planned in slot {slot}: {missing} of them find no date.'],
    ['固定时间不够', '第 {slot} 个固定时间计划了 {planned} 个场次，其中 {missing} 个没有可用日期。'],
  ),
  planSlotsOverlap: entry(
    422,
    [
      'Slots overlap',
      'Slots {other} and {slot} are at the same time, with items for the same teachers: nobody can attend both.',
    ],
    ['固定时间重叠', '第 {other} 与第 {slot} 个固定时间重叠，且有项目面向相同的教师，无法同时参加。'],
  ),
  planGoalsMissing: entry(422, ['No goals', 'The plan states no goals.'], ['没有目标', '计划未写明研修目标。']),
  planLeadershipMissing: entry(
    422,
    ['No leadership group', 'The school has no leadership group in this academic year.'],
    ['没有领导小组', '该校本学年尚未设立领导小组。'],
  ),
  planItemScheduled: entry(
    409,
    ['Already scheduled', 'The item is carried out by the activity {activityId}.'],
    ['已安排', '该项目已安排活动 {activityId}。'],
  ),
  unknownActivity: entry(
    422,
    ['Unknown activity', 'There is no such activity that the school hosts or takes part in.'],
    ['活动不存在', '该校没有主办或参加这一活动。'],
  ),
  planActivityLinked: entry(
    409,
    ['Activity in use', 'The activity carries the item {itemId} of this plan out already.'],
    ['活动已对应项目', '该活动已对应本计划的项目 {itemId}。'],
  ),
  planActivityOtherYear: entry(
    422,
    ['Of another year', 'The activity is not of {academicYear}, the year of the plan.'],
    ['学年不符', '该活动不属于计划所在的 {academicYear} 学年。'],
  ),
  planActivityOtherCourse: entry(
    422,
    ['Another course', 'The activity does not teach the course {courseId} that the item names.'],
    ['课程不符', '该活动不讲授项目所列的课程 {courseId}。'],
  ),
  planActivityNotForTiers: entry(
    422,
    ['Not open to the tiers', 'The activity is not open to these tiers of the item: {tiers}.'],
    ['分层不符', '该活动不面向项目的以下层级：{tiers}。'],
  ),
  planActivitySessionUnlike: entry(
    422,
    [
      'Not as planned',
      'The session on {date} is not as planned: from {from} to {to}, delivered like the item, with {hours} class hours of its form, category and module.',
    ],
    [
      '场次与计划不符',
      '{date} 的场次与计划不符：须在 {from} 至 {to} 之间，研修方式、形式、类别、模块与项目一致，不少于 {hours} 课时。',
    ],
  ),
  planItemInUse: entry(
    409,
    ['Item in use', 'The item {id} is already scheduled: it stays in the plan.'],
    ['项目已安排', '项目 {id} 已安排活动，须保留在计划中。'],
  ),
  planSessionsNeeded: entry(
    422,
    ['Sessions needed', 'An item of flexible time is scheduled with its sessions.'],
    ['缺少场次', '灵活时间的项目须给出各场次。'],
  ),
  planSessionCount: entry(
    422,
    ['Not as planned', '{planned} sessions are planned, not {given}.'],
    ['场次数与计划不符', '计划为 {planned} 个场次，给出了 {given} 个。'],
  ),
  planSessionOutsidePeriod: entry(
    422,
    ['Outside the planned period', '{date} is not between {from} and {to}.'],
    ['不在计划期间', '{date} 不在 {from} 至 {to} 之间。'],
  ),
  planSlotTaken: entry(
    409,
    ['Slot taken', 'Slot {slot} has too few free dates left for {sessions} sessions; give their times.'],
    ['固定时间已占用', '第 {slot} 个固定时间的空闲日期不足 {sessions} 个场次，请给出时间。'],
  ),
  annualReviewExists: entry(
    409,
    ['Review exists', 'The annual review of this plan is already recorded.'],
    ['总结会已记录', '该计划的总结会已记录。'],
  ),
  annualReviewTooEarly: entry(
    422,
    ['Too early', '{date} is before {earliest}: the year is looked back on in its second semester at the earliest.'],
    ['为时过早', '{date} 早于 {earliest}，总结会最早在第二学期召开。'],
  ),
  annualReviewInFuture: entry(
    422,
    ['Review still to come', '{date} is still to come: a review is recorded after it took place.'],
    ['总结会未召开', '{date} 尚未到来，总结会须在召开之后记录。'],
  ),
  // Credits
  creditRunExists: entry(
    409,
    ['Run exists', 'The school already has a run for semester {semester} of {academicYear}: {id}.'],
    ['赋分已存在', '该校 {academicYear} 学年第 {semester} 学期的赋分已存在：{id}。'],
  ),
  creditRunSealed: entry(
    409,
    ['Run sealed', 'A sealed run stays as it is; later corrections are an amendment.'],
    ['赋分已封存', '已封存的赋分不再更改，后续更正请用更正赋分。'],
  ),
  creditRunNotSignedOff: entry(
    409,
    ['Not signed off', 'The principal signs a run off before it is sealed.'],
    ['尚未签署', '赋分须经校长签署后方可封存。'],
  ),
  creditRunChanged: entry(
    409,
    ['Run changed', 'The run is no longer what was seen: its SHA-256 is now {sha256}.'],
    ['赋分已变化', '赋分内容已变化，现 SHA-256 为 {sha256}。'],
  ),
  creditRunOutdated: entry(
    409,
    [
      'Run outdated',
      'Hours, duties or awards have changed since the run was computed: recompute it and have it signed off again.',
    ],
    ['赋分已过时', '计算后课时、任职或已赋学分有变化，请重新计算并签署。'],
  ),
  semesterNotEnded: entry(
    409,
    ['Semester not ended', 'The semester ends on {endsOn}; credits are sealed from then on.'],
    ['学期未结束', '学期于 {endsOn} 结束，其后方可封存。'],
  ),
  editionAmbiguous: entry(
    422,
    ['One edition', 'Give either policyEdition or policyEditionId.'],
    ['只能给一个版本', 'policyEdition 与 policyEditionId 须且只能给其一。'],
  ),
  // Exports
  exportOptionNotAllowed: entry(
    422,
    ['Option not allowed', '{option} does not apply to {format}.'],
    ['选项不适用', '{option} 不适用于 {format} 格式。'],
  ),
  schoolOrRuns: entry(
    422,
    ['School or runs', 'Give schoolId or runIds, not both.'],
    ['学校或赋分', 'schoolId 与 runIds 只能给其一。'],
  ),
  creditRunNotFound: entry(
    422,
    ['No such run', 'There is no run {id} in semester {semester} of {academicYear}.'],
    ['赋分不存在', '{academicYear} 学年第 {semester} 学期没有赋分 {id}。'],
  ),
  creditRunNotSealed: entry(
    422,
    ['Run not sealed', 'The run {id} is {status}: only sealed runs are exported.'],
    ['赋分未封存', '赋分 {id} 的状态为 {status}，只导出已封存的赋分。'],
  ),
  nothingSealed: entry(
    409,
    ['Nothing sealed', 'No run of semester {semester} of {academicYear} is sealed here.'],
    ['尚无已封存的赋分', '{academicYear} 学年第 {semester} 学期在此范围内没有已封存的赋分。'],
  ),
  exportNotWritten: entry(
    409,
    ['File not written', 'The file of this export is not written: the export is {status}.'],
    ['文件尚未写成', '该导出的文件尚未写成，当前状态为 {status}。'],
  ),
  fileRemoved: entry(
    410,
    ['Removed', 'It was removed on {removedAt}, as the district’s retention or an erasure asks.'],
    ['已删除', '已于 {removedAt} 按保存期限或个人信息删除要求删除。'],
  ),
  controlTotalsDisagree: entry(
    409,
    ['Control totals disagree', 'The statements of the runs no longer add up to the control totals of their seals.'],
    ['控制总数不符', '赋分单合计与封存时的控制总数不符。'],
  ),
  // Imports: what becomes of single rows
  fileRefused: entry(
    422,
    ['File refused', 'The file has {count} faults; the rows of the import name each of them.'],
    ['文件被拒绝', '文件有 {count} 处错误，导入的各行结果逐一列出。'],
  ),
  duplicateRow: entry(
    422,
    ['Duplicate row', 'It repeats row {row}, which alone counts.'],
    ['重复行', '与第 {row} 行重复，仅以该行为准。'],
  ),
  rowsDisagree: entry(
    422,
    ['Rows disagree', 'Row {row} says otherwise of the same thing.'],
    ['行间不一致', '第 {row} 行对同一内容的说法不同。'],
  ),
  schoolAmbiguous: entry(
    422,
    ['Several schools', 'Several schools have the code {identifier}.'],
    ['学校不唯一', '标识码 {identifier} 对应多所学校。'],
  ),
  schoolKindUnknown: entry(
    422,
    [
      'School kind unknown',
      'The kind of school {sourcedId} is not known: add a column ext:kind, or put the school first.',
    ],
    ['学校类别未知', '学校 {sourcedId} 的类别未知：请增加 ext:kind 列，或先写入该学校。'],
  ),
  districtMaintains: entry(
    422,
    ['Maintained by the district', 'A school’s client does not change schools and school groups.'],
    ['由区维护', '学校客户端不更改学校和集团校。'],
  ),
  teacherElsewhere: entry(
    422,
    ['Teacher of another school', 'Teacher {sourcedId} belongs to another school; a transfer is the district’s.'],
    ['他校教师', '教师 {sourcedId} 属于其他学校，调动由区办理。'],
  ),
  unknownClass: entry(
    422,
    ['Unknown class', 'The file has no class {sourcedId}.'],
    ['班级不存在', '文件中没有班级 {sourcedId}。'],
  ),
  classElsewhere: entry(
    422,
    ['Class of another school', 'The class {sourcedId} is of another school.'],
    ['他校班级', '班级 {sourcedId} 属于其他学校。'],
  ),
  activityDiffers: entry(
    409,
    ['Activity differs', 'The activity {sourcedId} is known with another host school or academic year.'],
    ['活动不一致', '活动 {sourcedId} 已存在，但主办学校或学年不同。'],
  ),
  sessionDiffers: entry(
    409,
    [
      'Session differs',
      'The session is known with another end, another delivery or other segments; an import leaves it as it is.',
    ],
    ['场次不一致', '该场次已存在，但结束时间、方式或分段不同；导入不更改已有场次。'],
  ),
  outsideHoursReversed: entry(
    409,
    ['Reversed before', 'These hours were recognised and then reversed by hand; recognise them again by hand.'],
    ['曾被冲销', '该课时曾认定后由人工冲销，如需恢复请人工重新认定。'],
  ),
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof errors
export type Language = 'en' | 'zh'
export type ReasonParams = Record<string, string | number | boolean | null>

/** One reason for a refusal: its code, where in the request it lies (JSON pointer), and the figures of its text. */
export type Reason = { code: ErrorCode; pointer?: string; params?: ReasonParams }

/** What a use case throws: the answer's code, with every reason rather than the first. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly params: ReasonParams = {},
    readonly reasons: readonly Reason[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code)
    this.name = 'Refusal'
  }
}

/** A refusal by the rules: one reason speaks for itself, several stand together under `rulesRefused`. */
export function refused(reasons: readonly Reason[]): Refusal {
  const [only, ...others] = reasons
  if (only && others.length === 0) return new Refusal(only.code, only.params ?? {}, reasons)
  return new Refusal('rulesRefused', {}, reasons)
}

/** A thing that does not exist for this client, whether absent or another tenant's. */
export function notFound(kind: string): Refusal {
  return new Refusal('notFound', { kind })
}

/** The text of a code in one language, its figures filled in; numbers of people are never repeated. */
export function errorText(code: ErrorCode, language: Language, params: ReasonParams = {}): Text {
  const { title, detail } = errors[code][language]
  const filled = detail.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
  return { title, detail: withoutPersonalNumbers(filled) }
}

/** Whether a stored code is still in the catalogue. */
export function isErrorCode(code: string): code is ErrorCode {
  return code in errors
}
