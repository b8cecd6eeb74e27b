// All words of the page, by key, in the reader's language. A further language is a file in collusion/words.

import { CATALOGUES } from "./catalogues";

type Message = string | ({ readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>);
export type Key = keyof typeof CATALOGUES.en;

export const LANGUAGES: Readonly<Record<string, Readonly<Record<Key, Message>>>> = CATALOGUES;
const ENGLISH: Readonly<Record<Key, Message>> = CATALOGUES.en;

let language = "en";
let plural = new Intl.PluralRules("en");

/** Choose the language of all words, numbers included. */
export function setLanguage(wanted: string): void {
  language = wanted in LANGUAGES ? wanted : "en";
  plural = new Intl.PluralRules(language);
}

export function currentLanguage(): string {
  return language;
}

/** Return a message with its values set in; a count `n` chooses between one and many. */
export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const message = LANGUAGES[language]![key] ?? ENGLISH[key];
  const form = plural.select(Number(values["n"] ?? 0));
  const text = typeof message === "string" ? message : (message[form] ?? message.other);
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : (value ?? "");
  });
}

/** Return the message of a key that is made at run time, or `otherwise` when there is none. */
export function tOf(key: string, otherwise: string): string {
  return key in ENGLISH ? t(key as Key) : otherwise;
}
