/** Files the platform takes, by the ending of their name; browsers know few of the types. */
const types: Record<string, string> = {
  wav: "audio/wav", wave: "audio/wav", flac: "audio/flac", ogg: "audio/ogg", oga: "audio/ogg", opus: "audio/ogg", mp3: "audio/mpeg",
};
export const accepted = ".wav,.flac,.ogg,.oga,.opus,.mp3";
export const upload_bytes_max = 256 * 1024 * 1024;

export type Checked = { type: string; problem?: undefined } | { problem: string; type?: undefined };

/** What is worth sending at all; the platform looks closer. */
export function check_file({ name, size }: { name: string; size: number }): Checked {
  const type = types[name.split(".").at(-1)?.toLowerCase() ?? ""];
  if (!type) return { problem: `${name} is not audio Utter takes. Use WAV, FLAC, Ogg or MP3.` };
  if (size === 0) return { problem: `${name} is empty.` };
  if (size > upload_bytes_max) return { problem: `${name} is larger than 256 MB. Cut it into parts.` };
  return { type };
}
