import { api } from "./api";
import { poll, Resource } from "./resource.svelte";
import type { Persona, Status, Voice } from "./types";

/** Looked at all the time, for the mark beside the name and the banner. */
export const status = new Resource(() => api.get<Status>("/status"));

export const watch_status = (): (() => void) => poll(5000, status.refresh);

/** Lists that several pages need. */
export const voices = new Resource(() => api.all<Voice>("/voices"));
export const personas = new Resource(() => api.all<Persona>("/personas"));
