"""Writes the vectors of this folder with an implementation of docs/architecture/envelope-format.md that shares no code with src/.

Needs Python 3.11 and the package "cryptography" 48 or newer; the tests only need the JSON files it wrote.
Everything is derived from fixed labels, so a second run writes the same files, apart from hpke.json.
"""
import hashlib, struct, uuid
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from oce1 import CHUNK, chunked, context, fixed, header, prefixed, uuid_bytes, write


def envelope(key, key_id, epoch, ctx, message, salt):
    head = header((1, b"\x00\x20"), (2, uuid_bytes(key_id)), (3, struct.pack(">I", epoch)))
    return head + chunked(key, salt, prefixed(head) + prefixed(ctx), message)


def wrap(kek, version, ctx, dek, salt):
    head = b"OKW1" + struct.pack(">I", version)
    return head + chunked(kek, salt, prefixed(head) + prefixed(ctx), dek)


CONTEXTS = [
    [],
    [["purpose", "text", "chat"]],
    [["purpose", "text", "chat"], ["owner", "text", "Zo\u00eb"], ["seq", "integer", 7], ["previous", "bytes", "00ff"]],
    [["a", "text", ""], ["b", "bytes", ""], ["c", "integer", 2**53 - 1]],
]
write("context.json", [{"fields": f, "encoded": context(f).hex()} for f in CONTEXTS])

envelopes = []
for index, size in enumerate([0, 1, 1024, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]):
    key, salt, ctx = fixed(f"key {index}"), fixed(f"salt {index}", 24), context(CONTEXTS[index % 4])
    key_id, message = str(uuid.UUID(bytes=fixed(f"id {index}", 16))), fixed(f"message {index}", size)
    sealed = envelope(key, key_id, index, ctx, message, salt)
    envelopes.append({"keyId": key_id, "epoch": index, "secret": key.hex(), "context": ctx.hex(), "salt": salt.hex(),
        "plaintextLength": size, "plaintextSha256": hashlib.sha256(message).hexdigest(),
        "sealedSha256": hashlib.sha256(sealed).hexdigest(), "sealed": sealed.hex() if size <= 1024 else None,
        "plaintextLabel": f"message {index}"})
write("envelope-0020.json", envelopes)

wraps = []
for index, version in enumerate([1, 2, 2**32 - 1]):
    kek, dek, salt, ctx = fixed(f"kek {index}"), fixed(f"dek {index}"), fixed(f"wrap salt {index}", 24), context(CONTEXTS[index])
    wraps.append({"version": version, "kek": kek.hex(), "context": ctx.hex(), "dek": dek.hex(), "wrapped": wrap(kek, version, ctx, dek, salt).hex()})
write("key-wrap.json", wraps)

private = X25519PrivateKey.from_private_bytes(fixed("recipient"))
suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
plaintext, info = fixed("hpke plaintext"), context(CONTEXTS[2])
write("hpke.json", [{"privateKey": private.private_bytes_raw().hex(), "publicKey": private.public_key().public_bytes_raw().hex(),
    "info": info.hex(), "plaintext": plaintext.hex(), "sealed": suite.encrypt(plaintext, private.public_key(), info=info).hex()}])
