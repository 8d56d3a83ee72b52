export * from '@gauntlet/core'
