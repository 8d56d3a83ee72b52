export {
  type AlgorithmCheckOptions,
  type AlgorithmReport,
  ALGORITHM_CHECKS,
  checkAlgorithm,
} from './algorithm-check.ts'
export { ENVIRONMENT_CHECKS, checkEnvironment } from './environment-check.ts'
export { type Check, type CheckReport, type CheckResult, reportText } from './report.ts'
export type { CheckOptions, EnvironmentSubject } from './subject.ts'
