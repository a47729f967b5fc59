const browsers: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const systems: [RegExp, string][] = [
  [/Windows/, "Windows"],
  [/iPhone|iPad/, "an iPhone or iPad"],
  [/Android/, "Android"],
  [/CrOS/, "a Chromebook"],
  [/Mac OS X/, "a Mac"],
  [/Linux/, "Linux"],
];

/** What somebody signed in with, as they would say it. For recognising a session, and for nothing else. */
export function deviceWords(userAgent: string): string {
  const find = (list: [RegExp, string][]) => list.find(([at]) => at.test(userAgent))?.[1];
  const [browser, system] = [find(browsers), find(systems)];
  if (!browser && !system) return userAgent.slice(0, 60) || "A browser that says nothing of itself";
  return system ? `${browser ?? "A browser"} on ${system}` : (browser ?? "A browser");
}
