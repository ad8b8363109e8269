"""The parts of docs/architecture/envelope-format.md that both scripts of this folder need; shares no code with src/."""
import hashlib, hmac, json, os, struct, uuid
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HERE = os.path.dirname(os.path.abspath(__file__))
CHUNK = 16384


def fixed(label, length=32):
    return hashlib.shake_256(label.encode()).digest(length)


def expand(key, info, length):
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.new(key, block + info + bytes([counter]), hashlib.sha512).digest()
        out, counter = out + block, counter + 1
    return out[:length]


def chunked(key, salt, context, message):
    material = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\x00" + salt + context, 76)
    aead, nonce, commitment = AESGCM(material[:32]), int.from_bytes(material[32:44], "big"), material[44:]
    out = salt + commitment
    for number in range(len(message) // CHUNK + 1):
        piece = message[number * CHUNK:(number + 1) * CHUNK]
        out += aead.encrypt((nonce ^ number).to_bytes(12, "big"), piece, None)
    return out


def prefixed(data):
    return struct.pack(">I", len(data)) + data


def context(fields):
    out = struct.pack(">H", len(fields))
    for name, kind, value in fields:
        if kind == "text": number, data = 1, value.encode()
        elif kind == "integer": number, data = 2, struct.pack(">Q", value)
        else: number, data = 3, bytes.fromhex(value)
        out += bytes([len(name)]) + name.encode() + bytes([number]) + prefixed(data)
    return out


def header(*fields):
    body = b"".join(struct.pack(">BH", tag, len(value)) + value for tag, value in fields)
    return b"OCE1" + struct.pack(">H", len(body)) + body


def uuid_bytes(text):
    return uuid.UUID(text).bytes


def write(name, value):
    with open(os.path.join(HERE, name), "w") as file:
        json.dump(value, file, indent=2)
        file.write("\n")
