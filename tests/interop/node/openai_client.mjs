// What OpenAI's own client for Node gets from the platform at the URL it is given, printed as JSON.
import OpenAI, { NotFoundError, toFile } from "openai";
import { OpenAIRealtimeWS } from "openai/realtime/ws";

const client = new OpenAI({ baseURL: `${process.argv[2]}/v1`, apiKey: "none", timeout: 60_000, maxRetries: 0 });
const found = {};

found.models = [];
for await (const model of client.models.list()) found.models.push(model.id);

const speech = await client.audio.speech.create({
  model: "utter-tts", voice: "alloy", input: "what time is it", response_format: "wav",
});
const sound = Buffer.from(await speech.arrayBuffer());
found.sound = sound.subarray(0, 4).toString();
const mp3 = await client.audio.speech.create({ model: "utter-tts", voice: "alloy", input: "hello there" });
found.mp3 = (await mp3.arrayBuffer()).byteLength;
const heard = await client.audio.transcriptions.create({
  model: "utter-stt", file: await toFile(sound, "question.wav", { type: "audio/wav" }),
});
found.heard = heard.text;

const messages = [{ role: "user", content: "what is two plus two" }];
found.answer = (await client.chat.completions.create({ model: "utter", messages })).choices[0].message.content;
found.streamed = "";
for await (const chunk of await client.chat.completions.create({ model: "utter", messages, stream: true })) {
  found.streamed += chunk.choices[0]?.delta?.content ?? "";
}
try {
  await client.chat.completions.create({ model: "nobody", messages });
} catch (error) {
  if (!(error instanceof NotFoundError)) throw error;
  found.nobody = error.code;
}

// As speech is a WAV of 16-bit samples, its sound is what follows the "data" chunk's header.
const pcm = sound.subarray(sound.indexOf("data") + 8);
const realtime = new OpenAIRealtimeWS({ model: "utter" }, client);
found.realtime_url = realtime.url.protocol;
found.realtime_bytes = 0;
await new Promise((resolve, reject) => {
  realtime.on("error", reject);
  realtime.socket.on("close", () => reject(new Error("closed before the answer was done")));
  realtime.on("session.created", () => {
    realtime.send({ type: "session.update", session: { type: "realtime", audio: { input: { turn_detection: null } } } });
    realtime.send({ type: "input_audio_buffer.append", audio: pcm.toString("base64") });
    realtime.send({ type: "input_audio_buffer.commit" });
    realtime.send({ type: "response.create" });
  });
  realtime.on("conversation.item.input_audio_transcription.completed", (event) => {
    found.realtime_heard = event.transcript;
  });
  realtime.on("response.output_audio.delta", (event) => {
    found.realtime_bytes += Buffer.from(event.delta, "base64").length;
  });
  realtime.on("response.output_audio_transcript.done", (event) => {
    found.realtime_answer = event.transcript;
  });
  realtime.on("response.done", (event) => {
    found.realtime_status = event.response.status;
    resolve();
  });
});
realtime.socket.removeAllListeners("close");
found.closed = await new Promise((resolve) => {
  realtime.socket.on("close", resolve);
  realtime.close();
});

console.log(JSON.stringify(found));
