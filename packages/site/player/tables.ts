export * from '@gauntlet/tables'
