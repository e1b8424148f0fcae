"""Verifies a Trailhound webhook (https://www.standardwebhooks.com) with what Python has.

As a program: WEBHOOK_SECRET=whsec_… python3 verify.py ID TIMESTAMP SIGNATURE < body; exits 0 where the message is genuine.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import sys
import time

# How far the clocks may be apart; an older message may be one that somebody recorded.
TOLERANCE_SECONDS = 300


def is_genuine(secret, message_id, timestamp, signature, body, now=None):
    """Whether the message came from who holds the secret, is new, and is whole. `body` are the bytes as they came."""
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    # One or, while the secret is rotated, several signatures with a space between them.
    for one in signature.split(" "):
        version, _, encoded = one.partition(",")
        try:
            given = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError):
            continue
        if version == "v1" and hmac.compare_digest(given, expected):
            return True
    return False


if __name__ == "__main__":
    given_id, given_timestamp, given_signature = sys.argv[1:4]
    whole = sys.stdin.buffer.read()
    sys.exit(0 if is_genuine(os.environ["WEBHOOK_SECRET"], given_id, given_timestamp, given_signature, whole) else 1)
