"""Drives the simulator with the published SDK, as a stranger's bot would.

Called by deploy/sdk-check. Exit status: 0 when every step went as it should, 1 with one line on
standard error otherwise.

Quirks of python-zalo-bot 0.1.9 that shape this program: it posts forms; a refusal under HTTP 200
becomes None instead of an exception; set_webhook and delete_webhook call asyncio.run, so each step
here uses a Bot of its own in an event loop of its own.
"""

import asyncio
import http.server
import json
import queue
import sys
import threading
import urllib.error
import urllib.request

from zalo_bot import Bot

WAIT_SECONDS_MAX = 10
SECRET = "mot-hai-ba-bon-nam"


class StepFailed(Exception):
    """A step did not go as it should; the text says which and how."""


def expect(is_right, text):
    """Ends the check with `text` unless `is_right`."""
    if not is_right:
        raise StepFailed(text)


def control(address, path, fields=None):
    """Calls the simulator's control API and returns its JSON."""
    body = None if fields is None else json.dumps(fields).encode()
    request = urllib.request.Request(
        f"{address}/sim/{path}", data=body, headers={"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=WAIT_SECONDS_MAX) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise StepFailed(f"control API, {path}: {error.read().decode(errors='replace')}") from error
    except OSError as error:
        raise StepFailed(f"no simulator answers at {address}: {error}") from error


class Receiver(http.server.BaseHTTPRequestHandler):
    """A webhook on loopback that keeps what it gets."""

    calls = queue.Queue()

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.calls.put((self.headers.get("X-Bot-Api-Secret-Token"), self.rfile.read(length)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def check_polling(address, bot, person):
    """getMe, getUpdates and sendMessage; returns nothing, raises StepFailed."""
    token, identity = bot["token"], bot["id"]

    async def me():
        async with Bot(token, base_url=address) as client:
            return await client.get_me()

    user = asyncio.run(me())
    expect(user is not None and user.id == identity, f"getMe: expected id {identity}, got {user}")

    text = "khai sinh cho con cần giấy tờ gì"
    posted = control(address, "messages", {"from": person, "bot": identity, "text": text})

    async def update():
        async with Bot(token, base_url=address) as client:
            return await client.get_update(timeout=WAIT_SECONDS_MAX)

    message = getattr(asyncio.run(update()), "message", None)
    expect(message is not None, "getUpdates: no message, though one was posted")
    expect(message.text == text, f"getUpdates: expected {text!r}, got {message.text!r}")
    expect(message.message_id == posted["message_id"], "getUpdates: another message id")
    expect(message.chat.id == person, f"getUpdates: expected chat {person}, got {message.chat.id}")

    reply = "Chào chị, em tra ngay ạ. 100% & hơn + nữa"

    async def send():
        async with Bot(token, base_url=address) as client:
            return await client.send_message(message.chat.id, reply)

    sent = asyncio.run(send())
    expect(sent is not None, "sendMessage: refused")
    seen = control(address, f"messages?from=bots&chat={person}&bot={identity}")["messages"]
    expect([one["text"] for one in seen] == [reply], f"sendMessage: the chat holds {seen}")
    expect(seen[0]["message_id"] == sent.message_id, "sendMessage: another message id")


def check_webhook(address, bot, person):
    """setWebhook, a push, getWebhookInfo and deleteWebhook; raises StepFailed."""
    token, identity = bot["token"], bot["id"]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/webhook"
    try:
        expect(
            Bot(token, base_url=address).set_webhook(url, SECRET),
            "setWebhook: refused; does the simulator run with --allow-plain-webhooks?",
        )
        secret, _ = Receiver.calls.get(timeout=WAIT_SECONDS_MAX)
        expect(secret is None, "setWebhook: the probe must not carry the secret")
        saved = Bot(token, base_url=address).get_webhook_info()
        expect(saved is not None and saved.url == url, f"getWebhookInfo: expected {url}")

        text = "cccd hết hạn đổi ở đâu"
        control(address, "messages", {"from": person, "bot": identity, "text": text})
        secret, body = Receiver.calls.get(timeout=WAIT_SECONDS_MAX)
        expect(secret == SECRET, f"push: expected the secret header, got {secret!r}")
        update = json.loads(body)
        expect(update.get("message", {}).get("text") == text, f"push: got {update}")
        expect("result" not in update, "push: the body must be flat")

        expect(Bot(token, base_url=address).delete_webhook(), "deleteWebhook: refused")
        expect(
            Bot(token, base_url=address).get_webhook_info() is None,
            "deleteWebhook: the webhook is still set",
        )
    except queue.Empty:
        raise StepFailed(f"push: nothing came within {WAIT_SECONDS_MAX} s") from None
    finally:
        server.shutdown()


def main():
    """Runs all steps; returns the exit status."""
    address = sys.argv[1]
    try:
        bot = control(address, "bots", {"name": "Bot Kiểm Tra"})
        person = control(address, "people", {"name": "Chị Lan"})["id"]
        check_polling(address, bot, person)
        check_webhook(address, bot, person)
    except StepFailed as failed:
        print(f"sdk-check: {failed}", file=sys.stderr)
        return 1
    except Exception as error:  # the SDK's own errors name no step: any of them is a failure
        print(f"sdk-check: the SDK raised {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print("sdk-check: getMe, getUpdates, sendMessage, setWebhook, push, deleteWebhook: right")
    return 0


if __name__ == "__main__":
    sys.exit(main())
