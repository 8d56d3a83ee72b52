export type { DemandModel } from './demand/demand-model.ts'
