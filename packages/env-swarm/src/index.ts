export * from './space.ts'
export * from './navigation/half-planes.ts'
export * from './navigation/navigation.ts'
export type { NavigationParameters } from './navigation/problem.ts'
