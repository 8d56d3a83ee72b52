export * from './space.ts'
