export { default as plugin } from '@gauntlet/env-mapf/plugin'
