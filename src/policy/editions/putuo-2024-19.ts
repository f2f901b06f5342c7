import type { PolicyEditionDocument } from '../schema.js'

/**
 * The edition that ships with the service: 普教德〔2024〕19号, with the district's defaults where the document is silent.
 * A change of policy is a new edition, never an edit of this one.
 */
export const shippedEdition: PolicyEditionDocument = {
  code: 'putuo-2024-19',
  title: {
    en: 'Putuo District: school-based training for homeroom teachers (2024, No. 19)',
    zh: '普陀区中小学班主任校本研修工作的实施意见',
  },
  source: '普教德〔2024〕19号',
  firstAcademicYear: '2024-2025',
  annualHours: {
    minimum: { value: '40', clause: '§5.1' },
    obligation: { value: 'full', clause: 'district' },
  },
  credit: {
    lecture: { hoursPerCredit: { value: '10', clause: '§5.3' } },
    practice: { hoursPerCredit: { value: '20', clause: '§5.3' } },
    increment: { value: '0.1', clause: 'district' },
    rounding: { value: 'down', clause: 'district' },
  },
  hours: {
    step: { value: '0.5', clause: 'district' },
    minutesPerClassHour: { value: 45, clause: 'district' },
    dailyMaximum: { value: null, clause: 'district' },
    onlineMaximum: { value: null, clause: 'district' },
    presenterFactor: { value: '1', clause: 'district' },
    presenterMaximum: { value: null, clause: 'district' },
  },
  attendance: {
    fullFrom: { value: '1', clause: 'district' },
  },
  forms: {
    clause: '§4.1, §5.3',
    value: [
      form('lecture', 'Lecture', '专题讲座', ['lecture']),
      form('caseAnalysis', 'Case analysis', '案例分析', ['practice']),
      form('practicalExercise', 'Practical exercise', '实践演练', ['practice']),
      form('onSiteDiagnosis', 'On-site diagnosis', '现场诊断', ['practice']),
      form('themedDiscussion', 'Themed discussion', '主题探讨', ['practice']),
      form('situationalExperience', 'Situational experience', '情境体验', ['practice']),
      form('expertGuidance', 'Expert guidance', '专家指导', ['practice', 'lecture']),
      form('lessonStudy', 'Lesson study', '课例研究', ['practice']),
      form('resourceDevelopment', 'Resource development', '资源开发', ['practice']),
      form('onlineTraining', 'Online training', '网络研修', ['lecture', 'practice']),
      form('observation', 'Observation', '学习观摩', ['practice']),
    ],
  },
  modules: {
    clause: '§3.2',
    value: [
      { code: 'classManagement', name: { en: 'Class management', zh: '班集体管理' } },
      { code: 'classActivities', name: { en: 'Organising class activities', zh: '班级活动组织' } },
      { code: 'studentDevelopment', name: { en: 'Guiding student development', zh: '学生发展指导' } },
      { code: 'comprehensiveEvaluation', name: { en: 'Comprehensive evaluation', zh: '综合素质评价' } },
      { code: 'communication', name: { en: 'Communication and cooperation', zh: '沟通与合作' } },
    ],
  },
  tiers: {
    clause: '§3.3',
    value: [
      { tier: 1, name: { en: 'Basic norms and duties of a homeroom teacher', zh: '班主任基本工作规范和要求' } },
      { tier: 2, name: { en: 'Analysing and solving practical problems', zh: '班主任实践问题的剖析和解决' } },
      { tier: 3, name: { en: 'Learning from excellent class management', zh: '优秀班级管理经验的模仿和研究' } },
      { tier: 4, name: { en: 'The art and practical wisdom of class management', zh: '班级管理艺术与实践智慧' } },
      { tier: 5, name: { en: 'Top-level design of class management', zh: '班级管理工作顶层设计能力' } },
    ],
  },
  tierRule: {
    clause: 'district',
    value: {
      byServiceYears: [
        { fromYears: 0, tier: 1 },
        { fromYears: 1, tier: 2 },
        { fromYears: 3, tier: 3 },
        { fromYears: 6, tier: 4 },
        { fromYears: 10, tier: 5 },
      ],
      byTitle: [
        { title: 'school', tierAtLeast: 4 },
        { title: 'district', tierAtLeast: 5 },
      ],
    },
  },
  stages: {
    clause: '§2.2, district',
    value: [
      { code: 'new', name: { en: 'New', zh: '新入职' }, fromYears: 0 },
      { code: 'early', name: { en: 'Early career', zh: '职初' }, fromYears: 1 },
      { code: 'mature', name: { en: 'Mature', zh: '成熟期' }, fromYears: 6 },
    ],
  },
  evaluation: {
    weights: { value: { process: 50, outcome: 50 }, clause: '§5.2, district' },
    processWeights: { value: { participation: 40, assignments: 30, discussion: 30 }, clause: '§5.2, district' },
    grades: {
      clause: 'district',
      value: [
        { code: 'excellent', name: { en: 'Excellent', zh: '优秀' }, from: 90 },
        { code: 'good', name: { en: 'Good', zh: '良好' }, from: 75 },
        { code: 'pass', name: { en: 'Pass', zh: '合格' }, from: 60 },
      ],
    },
    gatesCredit: { value: false, clause: 'district' },
  },
  semesters: {
    clause: 'district',
    value: { first: { startsOn: '09-01', endsOn: '01-31' }, second: { startsOn: '02-01', endsOn: '08-31' } },
  },
}

type Form = PolicyEditionDocument['forms']['value'][number]

/** A training form; the first of its categories is the default. */
function form(
  code: string,
  en: string,
  zh: string,
  categories: [Form['defaultCategory'], ...Form['categories']],
): Form {
  return { code, name: { en, zh }, categories, defaultCategory: categories[0] }
}
