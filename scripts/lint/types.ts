/** Names for the types of oxlint's plugins, which oxlint itself exports only by way of its rule tester. */
import type { RuleTester } from 'oxlint/plugins-dev'

export type Rule = Extract<Parameters<RuleTester['run']>[1], { create: unknown }>
export type Context = Parameters<NonNullable<Rule['create']>>[0]
type Visitor = ReturnType<NonNullable<Rule['create']>>
type Visited<K extends keyof Visitor> = Parameters<Extract<Visitor[K], (node: never) => void>>[0]

export type MemberExpression = Visited<'MemberExpression'>
export type Node = Exclude<Visited<'MemberExpression'>['parent'], null | undefined>
