export const pages = ["talk", "voices", "personas", "sessions", "devices", "skills", "turns", "bus", "status"] as const;
export type Page = (typeof pages)[number];

export interface Place {
  page: Page;
  /** Of the thing that is looked at; empty: the list. */
  id: string;
}

/** "#/voices/v-1"; whatever else is the first page. */
export function place_of(hash: string): Place {
  const [page, id = ""] = hash.replace(/^#\/?/, "").split("/");
  const known = pages.find((name) => name === page);
  if (!known) return { page: "talk", id: "" };
  try {
    return { page: known, id: decodeURIComponent(id) };
  } catch {
    return { page: known, id: "" };
  }
}

export function address_of(page: Page, id = ""): string {
  return id ? `#/${page}/${encodeURIComponent(id)}` : `#/${page}`;
}

class Router {
  place = $state.raw<Place>(place_of(globalThis.location?.hash ?? ""));

  constructor() {
    globalThis.addEventListener?.("hashchange", () => (this.place = place_of(location.hash)));
  }

  go(page: Page, id = ""): void {
    location.hash = address_of(page, id);
  }
}

export const router = new Router();
