// The notebook: questions and answers as custom messages of an anywidget model.

import type { Host } from "../host";

export interface WidgetModel {
  get(name: string): unknown;
  send(content: unknown): void;
  on(event: "msg:custom", listener: (content: unknown) => void): void;
}

interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

export function notebookHost(model: WidgetModel): Host {
  const waiting = new Map<number, (answer: Answer) => void>();
  let last = 0;
  model.on("msg:custom", (content) => {
    const answer = content as Answer;
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  const ask = (method: string, path: string, body: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, (answer) =>
        answer.error === undefined ? resolve(answer.result) : reject(new Error(answer.error)),
      );
      model.send({ id: last, method, path, body });
    });
  return {
    kind: "notebook",
    canDecide: Boolean(model.get("can_decide")),
    canWhatIf: Boolean(model.get("can_what_if")),
    get: (path) => ask("GET", path, null),
    post: (path, body) => ask("POST", path, body),
  };
}
