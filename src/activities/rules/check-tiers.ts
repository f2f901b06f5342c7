export type TierReason = { code: 'unknownTier'; pointer: string; params: { tier: number } }

/** §3.3: an activity is open to tiers of the edition, or to all of them (null). Every tier that there is not is named. */
export function checkTiers(
  tiers: readonly number[] | null,
  { tiers: known }: { tiers: readonly { tier: number }[] },
): TierReason[] {
  return (tiers ?? []).flatMap((tier, at) =>
    known.some((one) => one.tier === tier) ? [] : [{ code: 'unknownTier', pointer: `/tiers/${at}`, params: { tier } }],
  )
}
