export { default as plugin } from '@gauntlet/algos/plugin'
