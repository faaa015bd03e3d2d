#!/usr/bin/env python3
"""Whether what Utter plays stays whole for a long time on a busy machine.

usage: soak.py [UTTER] [MINUTES] [--busy N] [--real-time-server] [--keep FILE]

`utter run` plays one minute of a tone after the other on a sound server without hardware
(tests/sound/server.py), and `pacat`, the sound server's own player, another tone beside it all the time.
The loudspeaker is recorded, and every 10 ms in which a tone is missing is a gap: one that both have is the
sound server's or the recorder's, one that only Utter's has is Utter's. N processes keep the cores busy.
--real-time-server gives the server's thread that talks to programs the priority its others have, which
takes root; without, whatever a program does, its sound waits there while the cores are busy.
Printed too: the processor time that the machine's host took for others, in which nothing here runs; the
memory held; and the drift, which is how much longer than a minute each sound was heard: by the sound server's
clock, the samples of the recording, beside pacat's drift and how much of the recording lacks both tones; and by
the machine's. A server that is held up has a clock that stands still, or gives all its programs nothing to do,
which is not Utter's. Every second minute is softer, so that the recording shows where one ends and the next
begins. --keep FILE writes how strong both tones were and when they
came, a line for each 10 ms.
"""

import argparse
import array
import asyncio
import collections
import json
import math
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import wave

import websockets

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "tests", "sound"))
import server  # noqa: E402

RATE = 16000
BLOCK = RATE // 100
SECONDS = 60  # of one sound
OURS_HZ, THEIRS_HZ = 400, 1000  # whole periods in a block, so that neither is heard as the other
LOUD, SOFT = 8000, 6000  # a minute of each in turn
Block = collections.namedtuple("Block", "ours theirs at")  # 10 ms: how strong, and when it had come


def samples(hz, seconds, rate, amplitude=LOUD):
    period = [int(amplitude * math.sin(2 * math.pi * hz * i / rate)) for i in range(rate // 100)]
    return array.array("h", period * (100 * seconds))


def strength(block, hz):
    """Amplitude of a tone in a block (Goertzel)."""
    factor = 2 * math.cos(2 * math.pi * hz / RATE)
    last = before = 0.0
    for sample in block:
        last, before = sample + factor * last - before, last
    return math.sqrt(max(0.0, last * last + before * before - factor * last * before)) * 2 / BLOCK


class Ear:
    """How strong both tones are, every 10 ms."""

    def __init__(self, sound):
        self._process = sound.run(
            "parecord", "--device=va_speaker.monitor", "--latency-msec=50", "--raw", "--format=s16le",
            f"--rate={RATE}", "--channels=1", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.blocks = []
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self):
        while len(data := self._process.stdout.read(2 * BLOCK)) == 2 * BLOCK:
            block = array.array("h", data)
            at = time.monotonic()
            self.blocks.append(Block(strength(block, OURS_HZ), strength(block, THEIRS_HZ), at))

    def stop(self):
        self._process.terminate()
        self._process.wait()
        self._thread.join()


def resident_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


async def play(url, pid, wavs, minutes, said):
    """Queues all the sounds. How long they took, and the memory held each minute."""
    memory = []
    begun = []
    async with websockets.connect(url, max_size=None) as bus:
        for minute in range(minutes):
            await bus.send(json.dumps({"type": "ovos.audio.queue", "context": {},
                                       "data": {"uri": f"file://{wavs[minute % 2]}"}}))
        async for text in bus:
            type_ = json.loads(text)["type"]
            if type_ == "ovos.audio.output.started":
                begun.append(time.monotonic())
                asyncio.get_running_loop().create_task(watch(pid, memory, said))
            if type_ == "ovos.audio.output.ended":
                return time.monotonic() - begun[0], memory


def counted_underruns(url):
    """What Utter says itself, in /metrics."""
    with urllib.request.urlopen(re.sub(r"^ws(://[^/]+)/.*", r"http\1/metrics", url), timeout=10) as answer:
        return int(re.search(r"^utter_speaker_underruns_total (\d+)", answer.read().decode(), re.M)[1])


def stolen_seconds():
    """What a host has taken from this virtual machine, over all cores, since it was started."""
    with open("/proc/stat", encoding="ascii") as stat:
        return int(stat.readline().split()[8]) / os.sysconf("SC_CLK_TCK")


async def watch(pid, memory, said):
    while True:
        memory.append(resident_mb(pid))
        if len(memory) % 5 == 1:
            said(f"minute {len(memory) - 1}: {memory[-1]:.1f} MB")
        await asyncio.sleep(60)


def presence(blocks):
    """Whether ours and theirs are there in each block, and where ours begins and ends."""
    middle = [statistics.median(block[i] for block in blocks) for i in range(2)]
    there = [[block[i] > middle[i] / 2 for i in range(2)] for block in blocks]
    first = next(i for i, (ours, _) in enumerate(there) if ours)
    last = len(there) - next(i for i, (ours, _) in enumerate(reversed(there)) if ours)
    return there, first, last


def gaps(inside):
    """Blocks in which ours alone, theirs alone and both are missing, between beginning and end."""
    return (sum(not ours and theirs for ours, theirs in inside),
            sum(ours and not theirs for ours, theirs in inside),
            sum(not ours and not theirs for ours, theirs in inside))


def changes(blocks, tone, first, last):
    """Where a tone gives way to its other strength, in blocks and their parts: one block is part of both."""
    loud = max(statistics.median(block[tone] for block in blocks[first + at:first + at + 100 * SECONDS // 2])
               for at in (0, 100 * SECONDS))
    levels = (loud, loud * SOFT / LOUD)
    found = []
    for i in range(first + 6, last - 6):
        for before, after in (levels, levels[::-1]):
            if (all(abs(blocks[k][tone] - before) < loud / 20 for k in range(i - 5, i)) and
                    all(abs(blocks[k][tone] - after) < loud / 20 for k in range(i + 1, i + 6)) and
                    (not found or i - found[-1] > 10)):
                part = (blocks[i][tone] - before) / (after - before)
                found.append(i + 1 - min(1, max(0, part)))
    return found


def clock(blocks, at):
    """When the server's clock was at a block, by the machine's: the least late of those around it."""
    around = range(max(0, int(at) - 500), min(len(blocks), int(at) + 500))
    return min(blocks[i].at - i / 100 for i in around) + at / 100


def drift(blocks):
    """In ms, for each minute so far since the first change: ours by the server's clock, pacat's by the same, how
    much of it lacks both tones, ours by the machine's clock."""
    there, first, last = presence(blocks)
    ours = changes(blocks, 0, first, last)
    theirs = changes(blocks, 1, first, last)

    def beyond_whole_minutes(edge, begin):
        minutes = round((edge - begin) / 100 / SECONDS)
        return minutes, 10 * (edge - begin) - 1000 * SECONDS * minutes

    pacats = dict(beyond_whole_minutes(edge, theirs[0]) for edge in theirs)
    told = []
    for edge in ours[1:]:
        minute, servers = beyond_whole_minutes(edge, ours[0])
        both = 10 * sum(not one and not other for one, other in there[round(ours[0]):round(edge)])
        machines = 1000 * (clock(blocks, edge) - clock(blocks, ours[0]) - SECONDS * minute)
        told.append((minute, servers, pacats.get(minute), both, machines))
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("utter", nargs="?", default="build/release/bin/utter")
    parser.add_argument("minutes", nargs="?", type=int, default=30)
    parser.add_argument("--real-time-server", action="store_true")
    parser.add_argument("--busy", type=int, default=os.cpu_count(), metavar="N")
    parser.add_argument("--keep", metavar="FILE")
    options = parser.parse_args()
    sound = server.SoundServer()
    sound.start()
    if options.real_time_server:
        sound.run_in_real_time()
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(options.busy)]
    stolen = stolen_seconds()
    with tempfile.TemporaryDirectory() as home:
        wavs, raw = [os.path.join(home, name) for name in ("loud.wav", "soft.wav")], os.path.join(home, "tone.raw")
        for wav, amplitude in zip(wavs, (LOUD, SOFT)):
            with wave.open(wav, "wb") as file:
                file.setparams((1, 2, 48000, 0, "NONE", ""))
                file.writeframes(samples(OURS_HZ, SECONDS, 48000, amplitude).tobytes())
        with open(raw, "wb") as file:
            for amplitude in (LOUD, SOFT):
                file.write(samples(THEIRS_HZ, SECONDS, 48000, amplitude).tobytes())
        running.append(sound.run(
            "sh", "-c", f"while cat {raw}; do :; done | pacat --playback --raw --format=s16le --rate=48000 "
            "--channels=1 --latency-msec=30 --device=va_speaker"))
        process = subprocess.Popen(
            [options.utter, "run", "--set", "bus.port=0", "--set", "listener.enabled=false"],
            env={"PATH": os.environ["PATH"], "HOME": home, **sound.environment},
            stderr=subprocess.PIPE, text=True)
        underruns = None
        try:
            for line in process.stderr:
                if found := re.search(r"bus=(ws://\S+)", line):
                    break
            threading.Thread(target=process.stderr.read, daemon=True).start()
            ear = Ear(sound)
            took, memory = asyncio.run(
                play(found[1], process.pid, wavs, options.minutes, lambda text: print(text, flush=True)))
            time.sleep(1)  # what the recorder has not handed over yet
            ear.stop()
            if options.keep:
                with open(options.keep, "w", encoding="ascii") as file:
                    file.writelines(f"{b.ours:.0f} {b.theirs:.0f} {b.at:.4f}\n" for b in ear.blocks)
            underruns = counted_underruns(found[1])
        finally:
            process.terminate()
            process.wait()
            for one in running:
                one.terminate()
            sound.stop()
    there, first, last = presence(ear.blocks)
    ours, theirs, both = gaps(there[first:last])
    print(f"{options.minutes} min with {options.busy} busy processes, load {os.getloadavg()[0]:.1f}; "
          f"{(last - first) / 100:.1f} s heard, {stolen_seconds() - stolen:.1f} s taken by the host")
    print(f"10 ms missing: ours alone {ours}, pacat's alone {theirs}, both {both}; "
          f"Utter itself counted {underruns} underruns")
    print(f"told as played after {took:.3f} s, {1000 * (took - SECONDS * options.minutes):+.0f} ms")
    print("drift so far, by the server's clock: ours, pacat's, (both tones missing); ours by the machine's:")
    for minute, servers, pacats, missing, machines in drift(ear.blocks):
        theirs = "unknown" if pacats is None else f"{pacats:+.1f} ms"
        print(f"  minute {minute}: {servers:+.1f} ms, {theirs} ({missing} ms); {machines:+.1f} ms")
    print(f"memory {memory[min(1, len(memory) - 1)]:.1f} MB after a minute, {memory[-1]:.1f} MB at the end, "
          f"{max(memory):.1f} MB at most")


if __name__ == "__main__":
    main()
