import fc from 'fast-check'
import { expect, test } from 'vitest'
import { REPORTS, Reports } from '../../src/payments/reports.ts'

test('every outcome is reported once, when it falls due or as soon after as there is room, under its own age', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 12 }),
      fc.array(fc.record({ outcome: fc.integer({ min: 0, max: 1 }), delay: fc.nat(15) }), { maxLength: 80 }),
      (window, decisions) => {
        const reports = new Reports(2, window)
        reports.start(0)
        reports.start(1)
        const due: { readonly t: number; readonly at: number; readonly outcome: number }[] = []
        let waiting: typeof due = []
        for (let t = 0; t < decisions.length + 3 * (window + 1); t++) {
          const decision = decisions[t]
          if (decision !== undefined && decision.delay <= window) {
            reports.send(1, t, t % 5, decision.outcome, decision.delay)
            due.push({ t, at: t + decision.delay, outcome: decision.outcome })
          }
          // Of one moment the latest decision comes first.
          waiting = [...waiting, ...due.filter(({ at }) => at === t).toSorted((p, q) => q.t - p.t)]
          const reported = waiting.slice(0, REPORTS)
          waiting = waiting.slice(REPORTS)
          const positive = reports.arrive(1, t)
          expect(positive).toBe(reported.reduce((sum, { outcome }) => sum + outcome, 0))
          for (let k = 0; k < REPORTS; k++) {
            const entry = reported[k]
            expect(reports.ages[REPORTS + k]).toBe(entry === undefined ? -1 : t - entry.t)
            if (entry === undefined) continue
            expect(reports.outcomes[REPORTS + k]).toBe(entry.outcome)
            expect(reports.actions[REPORTS + k]).toBe(entry.t % 5)
          }
        }
        expect(waiting).toEqual([])
        expect([...reports.ages.subarray(0, REPORTS)]).toEqual([-1, -1, -1, -1])
      },
    ),
  )
})
