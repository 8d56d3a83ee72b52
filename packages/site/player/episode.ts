export * from '@gauntlet/bench/episode'
