import { socket_address } from "./api";
import type { BusMessage } from "./types";

/** Follows the bus; comes back by itself. @return ends it */
export function follow(
  topics: readonly string[],
  message: (message: BusMessage) => void,
  linked: (online: boolean) => void = () => {},
): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let delay = 500;
  let wanted = true;
  const connect = (): void => {
    const query = topics.length ? `?topics=${topics.map(encodeURIComponent).join(",")}` : "";
    const { url, protocols } = socket_address(`/ws/events${query}`);
    socket = new WebSocket(url, protocols);
    socket.onopen = () => {
      delay = 500;
      if (wanted) linked(true);
    };
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (!wanted || typeof data !== "string") return;
      try {
        message(JSON.parse(data) as BusMessage);
      } catch {
        // Not a message: nothing to show.
      }
    };
    socket.onclose = () => {
      if (!wanted) return;
      linked(false);
      timer = setTimeout(connect, delay);
      delay = Math.min(delay * 2, 8000);
    };
  };
  connect();
  return () => {
    wanted = false;
    clearTimeout(timer);
    socket?.close();
  };
}
