export type Answer = {
  path: string;
  status: number;
  location: string;
  html: string;
  bytes: number;
  ms: number;
};

const entities: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", "#x27": "'" };
const plain = (text: string) =>
  text.replace(/&(quot|amp|lt|gt|#x27);/g, (_, name: string) => entities[name] ?? "");

/** The hidden fields of the one form of a page that holds `marker`, as a browser would post them. */
export function formOf(html: string, marker: string): FormData {
  const forms = html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const found = forms.find((form) => form.includes(marker));
  if (!found) throw new Error(`No form with ${marker} is on the page`);
  const data = new FormData();
  for (const [input] of found.matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)) {
    const name = input.match(/\bname="([^"]*)"/)?.[1];
    if (name) data.append(plain(name), plain(input.match(/\bvalue="([^"]*)"/)?.[1] ?? ""));
  }
  return data;
}

/** Somebody at a browser without script: one cookie, whole pages, forms that lead to an address. */
export class Visitor {
  #cookie = "";
  constructor(readonly origin: string) {}

  /** Asks as this person does; the milliseconds run until the last byte is here. */
  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const began = performance.now();
    const answer = await fetch(new URL(path, this.origin), {
      ...init,
      redirect: "manual",
      headers: { cookie: this.#cookie, origin: this.origin, ...init.headers },
    });
    const body = await answer.bytes();
    const ms = performance.now() - began;
    const given = answer.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
    if (given.length > 0) this.#cookie = given.join("; ");
    const location = answer.headers.get("location") ?? "";
    return {
      path,
      status: answer.status,
      location,
      html: new TextDecoder().decode(body),
      bytes: body.length,
      ms,
    };
  }

  async read(path: string): Promise<Answer> {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
    return answer;
  }

  /** Posts the page's form as it stands, with what is typed into it; it leads somewhere. */
  async send(page: Answer, marker: string, typed: Record<string, string> = {}): Promise<Answer> {
    const form = formOf(page.html, marker);
    for (const [name, value] of Object.entries(typed)) form.set(name, value);
    const answer = await this.ask(page.path, { method: "POST", body: form });
    if (answer.status !== 303) throw new Error(`${page.path} answered ${answer.status}`);
    return answer;
  }

  static async signIn(origin: string, email: string): Promise<Visitor> {
    const visitor = new Visitor(origin);
    const door = await visitor.read("/sign-in");
    await visitor.send(door, `value="${email}"`);
    return visitor;
  }
}
