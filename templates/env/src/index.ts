export { type EnvironmentNameParameters, environmentName } from './environment-name.ts'
