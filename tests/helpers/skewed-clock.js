// Loaded before a program (node --import): its wall clock is off by SKEW_MS, as on a machine that is not kept in time.
const Real = globalThis.Date;
const skew = Number(process.env.SKEW_MS ?? 0);
globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + skew);
    else super(...parts);
  }
  static now() {
    return Real.now() + skew;
  }
};
