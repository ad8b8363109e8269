"""Speech to text over a WebSocket: {"config": {"sample_rate": n}}, then PCM (16 bit, mono), then {"eof": 1}."""

import asyncio
import json
import signal
from concurrent.futures import ThreadPoolExecutor

from vosk import KaldiRecognizer, Model
from websockets.asyncio.server import serve

MODEL = Model("/model")
POOL = ThreadPoolExecutor(max_workers=2)
MAX_MESSAGE_BYTES = 1 << 20


def sample_rate(message, known):
    rate = json.loads(message).get("config", {}).get("sample_rate", known)
    if not isinstance(rate, (int, float)) or not 8_000 <= rate <= 48_000:
        raise ValueError("sample_rate")
    return rate


async def recognise(socket):
    loop = asyncio.get_running_loop()
    rate, recognizer = 16_000, None
    async for message in socket:
        if isinstance(message, str):
            if json.loads(message).get("eof"):
                if recognizer is not None:
                    await socket.send(recognizer.FinalResult())
                return
            rate = sample_rate(message, rate)
            continue
        if recognizer is None:
            recognizer = KaldiRecognizer(MODEL, rate)
        ended = await loop.run_in_executor(POOL, recognizer.AcceptWaveform, message)
        await socket.send(recognizer.Result() if ended else recognizer.PartialResult())


async def main():
    stop = asyncio.get_running_loop().create_future()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, lambda: stop.done() or stop.set_result(None))
    async with serve(recognise, "0.0.0.0", 2700, max_size=MAX_MESSAGE_BYTES):
        await stop


asyncio.run(main())
