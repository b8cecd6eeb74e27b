// Numbers and moments in words, the same way everywhere, and as collusion/cases/wording.py writes them.

import { currentLanguage, t } from "./messages";

const MOST_ODDS = 1_000_000;

export function whole(value: number): string {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 0 }).format(value);
}

function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: digits }).format(value);
}

/** As many digits as a reader needs: 412, 10.8, 0.4, 0.004. */
export function figure(value: number | null): string {
  if (value === null) return "–";
  if (Number.isInteger(value) || Math.abs(value) >= 100) return whole(value);
  if (Math.abs(value) >= 1) return decimal(value, 1);
  return new Intl.NumberFormat(currentLanguage(), { maximumSignificantDigits: 2 }).format(value);
}

function twoDigits(ratio: number): string {
  return ratio >= 9.95 ? whole(Number(ratio.toPrecision(2))) : decimal(ratio, 1);
}

/** Log-odds in bits as odds: "400,000 to 1". */
export function odds(bits: number): string {
  const ratio = 2 ** Math.min(Math.abs(bits), 64);
  if (ratio < 1.05) return t("odds.even");
  if (ratio > MOST_ODDS) return t(bits > 0 ? "odds.over" : "odds.under", { value: whole(MOST_ODDS) });
  return t(bits > 0 ? "odds.for" : "odds.against", { value: twoDigits(ratio) });
}

/** Odds as a cell of a table has room for them: "400,000 : 1". */
export function oddsShort(bits: number): string {
  const ratio = 2 ** Math.min(Math.abs(bits), 64);
  if (ratio < 1.05) return t("odds.even");
  const value = ratio > MOST_ODDS ? whole(MOST_ODDS) : twoDigits(ratio);
  const isBeyond = ratio > MOST_ODDS;
  return bits > 0 ? `${isBeyond ? "> " : ""}${value} : 1` : `${isBeyond ? "< " : ""}1 : ${value}`;
}

/** By how much log-odds in bits multiply odds: "×4", "÷2". */
export function factor(bits: number | null): string {
  if (bits === null) return "–";
  const size = 2 ** Math.min(Math.abs(bits), 64);
  if (size > MOST_ODDS) return `${bits < 0 ? "÷" : "×"}${whole(MOST_ODDS)}+`;
  const digits = twoDigits(size);
  return (bits < 0 && digits !== "1" ? "÷" : "×") + digits;
}

export function signedBits(bits: number | null): string {
  if (bits === null) return "–";
  if (Math.abs(bits) < 0.05) return "0";
  const digits = Math.abs(bits) >= 9.95 ? whole(Math.abs(bits)) : decimal(Math.abs(bits), 1);
  return (bits > 0 ? "+" : "−") + digits;
}

/** A share as a percentage that never pretends to be nothing or all. */
export function percent(share: number | null): string {
  if (share === null) return "–";
  if (share >= 0.995 && share < 1) return t("percent.over", { value: "99" });
  if (share > 0 && share < 0.001) return t("percent.under", { value: decimal(0.1, 1) });
  return `${decimal(100 * share, share < 0.0995 ? 1 : 0)} %`;
}

export function stars(value: number | null): string {
  return value === null
    ? "–"
    : new Intl.NumberFormat(currentLanguage(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
}

/** The day of a moment, ISO 8601. */
export function day(moment: string | null): string {
  return moment === null ? "–" : moment.slice(0, 10);
}

/** A moment to the minute, ISO 8601, in UTC. */
export function minute(moment: string | null): string {
  if (moment === null) return "–";
  return moment.length > 10 ? `${moment.slice(0, 10)} ${moment.slice(11, 16)}` : moment;
}

export function instant(moment: string): number {
  return Date.parse(moment.length > 10 ? moment : `${moment}T00:00:00Z`);
}

export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A sentence in which no line ends between a figure and its per cent sign. */
export function unbroken(sentence: string): string {
  return sentence.replace(/(\d) %/g, "$1\u00a0%");
}
