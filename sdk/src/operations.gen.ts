// Written by scripts/generate-sdk.ts; do not change by hand.

export const operationTable = {
  createCreditRun: { method: "POST", path: "/v1/credit-runs", query: [] },
  createExport: { method: "POST", path: "/v1/exports", query: [] },
  createImport: { method: "POST", path: "/v1/imports", query: ["kind","dryRun"], raw: true },
  downloadExport: { method: "GET", path: "/v1/exports/{id}/file", query: [], download: true, digest: true },
  downloadImportTemplate: { method: "GET", path: "/v1/imports/templates/{kind}", query: [], download: true },
  getOperation: { method: "GET", path: "/v1/operations/{id}", query: [] },
  getTeacher: { method: "GET", path: "/v1/teachers/{id}", query: [] },
  listTeachers: { method: "GET", path: "/v1/teachers", query: ["schoolId","name","limit","cursor"], list: true },
  putTeacherBySourcedId: { method: "PUT", path: "/v1/teachers/by-sourced-id/{sourcedId}", query: [] },
  removeActivity: { method: "DELETE", path: "/v1/activities/{id}", query: [] },
  sealCreditRun: { method: "POST", path: "/v1/credit-runs/{id}/seal", query: [] },
  updateActivity: { method: "PATCH", path: "/v1/activities/{id}", query: [] },
} as const
