import { auth } from "./auth.svelte";
import type { List } from "./types";

/** A request that failed, with a sentence for people and the field that is wrong. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly detail = "",
    readonly field = "",
  ) {
    super(detail || title);
  }

  /** The platform cannot be reached at all. */
  get offline(): boolean {
    return this.status === 0;
  }
}

/** Reads application/problem+json, and whatever else a server or a proxy may answer. */
export async function problem_of(response: Response): Promise<Problem> {
  const title = `The server answered ${response.status} ${response.statusText}`.trim();
  try {
    const body: unknown = await response.json();
    if (body && typeof body === "object") {
      const { title: said, detail, field, error } = body as Record<string, unknown>;
      // What is compatible with OpenAI refuses as OpenAI does.
      if (error && typeof error === "object" && "message" in error) {
        return new Problem(response.status, title, String(error.message));
      }
      return new Problem(
        response.status,
        typeof said === "string" && said ? said : title,
        typeof detail === "string" ? detail : "",
        typeof field === "string" ? field : "",
      );
    }
  } catch {
    // Not JSON: the status has to do.
  }
  return new Problem(response.status, title);
}

export function as_problem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, error instanceof Error ? error.message : String(error));
}

async function request(method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  const key = auth.key;
  if (key) headers.set("Authorization", `Bearer ${key}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, method, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "Utter cannot be reached");
  }
  if (response.status === 401) auth.refused(key);
  if (!response.ok) throw await problem_of(response);
  return response;
}

function json(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return { body: JSON.stringify(body), headers: { "Content-Type": "application/json", ...headers } };
}

async function tagged<T>(response: Response): Promise<{ value: T; etag: string | null }> {
  return { value: (await response.json()) as T, etag: response.headers.get("ETag") };
}

/** No list of the dashboard is longer; a server that never ends is not followed for ever. */
const items_max = 2000;

export const api = {
  get: async <T>(path: string): Promise<T> => (await request("GET", path)).json() as Promise<T>,
  text: async (path: string): Promise<string> => (await request("GET", path)).text(),
  blob: async (path: string): Promise<Blob> => (await request("GET", path)).blob(),
  post: async <T>(path: string, body: unknown = {}): Promise<T> =>
    (await request("POST", path, json(body))).json() as Promise<T>,
  speech: async (body: unknown): Promise<Blob> => (await request("POST", "/v1/audio/speech", json(body))).blob(),
  upload: async <T>(path: string, audio: Blob, type: string): Promise<T> =>
    (await request("POST", path, { body: audio, headers: { "Content-Type": type } })).json() as Promise<T>,
  remove: async (path: string): Promise<void> => void (await request("DELETE", path)),

  /** A change of what was read before: refused with 412 when somebody else was faster. */
  patch: async <T>(path: string, body: unknown, etag: string | null): Promise<T> =>
    (await request("PATCH", path, json(body, etag ? { "If-Match": etag } : {}))).json() as Promise<T>,
  put_tagged: async <T>(path: string, body: unknown, etag: string | null): Promise<{ value: T; etag: string | null }> =>
    tagged(await request("PUT", path, json(body, etag ? { "If-Match": etag } : {}))),
  tagged: async <T>(path: string): Promise<{ value: T; etag: string | null }> => tagged(await request("GET", path)),

  /** Every page of a list. */
  all: async <T>(path: string): Promise<T[]> => {
    const items: T[] = [];
    let after = "";
    do {
      const page = await api.get<List<T>>(`${path}?limit=100${after && `&after=${encodeURIComponent(after)}`}`);
      items.push(...page.items);
      after = page.next ?? "";
    } while (after && items.length < items_max);
    return items;
  },
};

/** Address and subprotocols of a WebSocket on the page's own server. */
export function socket_address(path: string): { url: string; protocols: string[] } {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return { url: url.href, protocols: auth.key ? ["utter", `bearer.${auth.key}`] : ["utter"] };
}
