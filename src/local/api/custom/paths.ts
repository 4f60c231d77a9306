/** HubSpot's pages disagree on the prefix of `2026-03`, so both are answered. */
export const customBases: readonly string[] = [
  "/events/v3",
  "/events/2026-03",
  "/events/custom/2025-09",
  "/events/custom/2026-03",
  "/events/custom/2026-09",
];
