"""Writes addressed.json and share.json; see make-vectors.py. Keys and wrapping are random, so a second run writes other files."""
import struct
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from oce1 import chunked, context, fixed, header, prefixed, uuid_bytes, write

SHA = hashes.SHA256()
HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CREATED, EXPIRES = 1767225600000, 1767225660000
KEY_ID, SIGNER, ID = "0b8f2a4e-5d1c-4c3b-9a67-3f2e1d0c9b8a", "9f8e7d6c-5b4a-4938-8271-605f4e3d2c1b", "6d3b1b1e-58a5-4f0c-8a2e-1c9d0e7f6a5b"
CONTEXT = [["purpose", "text", "prompt"], ["seq", "integer", 7]]


def pkcs8(key):
    return key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).hex()


def rsa_parts(bits):
    recipient, signer = rsa.generate_private_key(65537, bits), rsa.generate_private_key(65537, bits)
    wrap = lambda bound, secret: recipient.public_key().encrypt(secret, padding.OAEP(padding.MGF1(SHA), SHA, bound))
    seal = lambda bound, secret, salt, message: salt[:12] + AESGCM(secret).encrypt(salt[:12], message, bound)
    sign = lambda message: signer.sign(message, padding.PSS(padding.MGF1(SHA), 32), SHA)
    return recipient, signer, wrap, seal, sign


def modern_parts():
    recipient, signer = X25519PrivateKey.from_private_bytes(fixed("recipient")), Ed25519PrivateKey.from_private_bytes(fixed("signer"))
    wrap = lambda bound, secret: HPKE.encrypt(secret, recipient.public_key(), info=bound)
    return recipient, signer, wrap, lambda bound, secret, salt, message: chunked(secret, salt, bound, message), signer.sign


def vector(suite, parts, message):
    recipient, signer, wrap, seal, sign = parts
    head = header((1, struct.pack(">H", suite)), (2, uuid_bytes(KEY_ID)), (4, struct.pack(">I", 3)), (5, b"vault"), (6, b"app:ai"),
        (7, struct.pack(">Q", CREATED)), (8, struct.pack(">Q", EXPIRES)), (9, b"\x00\x00"), (10, uuid_bytes(ID)), (11, uuid_bytes(SIGNER)))
    secret, salt, ctx = fixed(f"secret {suite}"), fixed(f"salt {suite}", 24), context(CONTEXT)
    bound = prefixed(head) + prefixed(ctx)
    signed = head + wrap(bound, secret) + seal(bound, secret, salt, message)
    return {"suite": suite, "recipient": pkcs8(recipient), "signer": pkcs8(signer), "keyId": KEY_ID, "keyVersion": 3, "sender": "vault",
        "recipientName": "app:ai", "created": CREATED, "expires": EXPIRES, "id": ID, "signerKeyId": SIGNER, "context": ctx.hex(),
        "secret": secret.hex(), "salt": salt.hex(), "plaintext": message.hex(), "header": head.hex(), "envelope": (signed + sign(signed)).hex()}


def derive(material, label, length=32):
    return HKDF(SHA, length, None, label.encode()).derive(material)


def share(secret, password):
    material = secret
    if password is not None:
        salt = derive(secret, "mateship/share/v1/password-salt", 16)
        material += Argon2id(salt=salt, length=32, iterations=3, lanes=4, memory_cost=65536).derive(password.encode())
    return {"secret": secret.hex(), "password": password, "enc": derive(material, "mateship/share/v1/enc").hex(), "auth": derive(material, "mateship/share/v1/auth").hex()}


vectors = [vector(0x0001, rsa_parts(2048), b"G'day, mate."), vector(0x0002, rsa_parts(3072), b"G'day, mate.")]
vectors += [vector(0x0010, modern_parts(), message) for message in (b"G'day, mate.", b"", fixed("long", 20000))]
write("addressed.json", vectors)
write("share.json", [share(fixed("link 1"), None), share(fixed("link 2"), "cr\u00e8me br\u00fbl\u00e9e")])
