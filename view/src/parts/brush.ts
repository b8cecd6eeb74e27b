// What is brushed: review rows and tokens, shared by every picture and table of a ring.

export class Brush {
  #rows: ReadonlySet<number> | null = null;
  #tokens: ReadonlySet<number> = new Set();
  #label = "";
  readonly #listeners: (() => void)[] = [];

  /** Rows that are brushed; null: none, so that all are shown alike. */
  get rows(): ReadonlySet<number> | null {
    return this.#rows;
  }
  get tokens(): ReadonlySet<number> {
    return this.#tokens;
  }
  get label(): string {
    return this.#label;
  }
  set(rows: Iterable<number>, label: string, tokens: Iterable<number> = []): void {
    this.#rows = new Set(rows);
    this.#tokens = new Set(tokens);
    this.#label = label;
    this.#tell();
  }
  clear(): void {
    if (this.#rows === null) return;
    this.#rows = null;
    this.#tokens = new Set();
    this.#label = "";
    this.#tell();
  }
  has(row: number): boolean {
    return this.#rows === null || this.#rows.has(row);
  }
  listen(listener: () => void): void {
    this.#listeners.push(listener);
  }
  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
