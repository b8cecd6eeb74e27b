// All words of the page, by key, in the reader's language. A third language is a file beside en.json, and a line here.

import de from "../../collusion/messages/de.json";
import en from "../../collusion/messages/en.json";

type Message = string | { readonly one: string; readonly other: string };
export type Key = keyof typeof en;

export const LANGUAGES: Readonly<Record<string, Readonly<Record<Key, Message>>>> = { en, de };

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
  const message = LANGUAGES[language]![key] ?? en[key];
  const count = Number(values["n"] ?? 0);
  const text = typeof message === "string" ? message : plural.select(count) === "one" ? message.one : message.other;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : (value ?? "");
  });
}

/** Return the message of a key that is made at run time, or `otherwise` when there is none. */
export function tOf(key: string, otherwise: string): string {
  return key in en ? t(key as Key) : otherwise;
}
