"""A mail server on loopback that does what a test asks of it, and certificates for it.

server.py certificates FOLDER    writes ca.pem, and good, wrong-name, expired and stranger (each .pem and .key)
server.py serve JSON             serves, and prints its port; every message that it takes becomes a JSON file in "folder"

Keys of the JSON: folder; tls (none, starttls, tls); certificate, the path without its ending; login ([user, password]); refuse (addresses,
550), defer (addresses, 451), defer_times (how often), reject_data (554 to the message); hang (data: no answer to the message);
drop (data: ends the connection in the middle of the message); repeat (login, recipient, message: answers that step with "answer", in
which {plain} and {base64} are the password and what AUTH PLAIN sends); raw (silent, full, drip, away: no mail server at all).
"""

import asyncio
import base64
import datetime
import email
import email.policy
import ipaddress
import json
import os
import socket
import ssl
import sys
import threading
import time


def certificates(folder):
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    now = datetime.datetime.utcnow()
    day = datetime.timedelta(days=1)

    def name(text):
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

    def write(path, certificate, key):
        with open(path + ".pem", "wb") as out:
            out.write(certificate.public_bytes(serialization.Encoding.PEM))
        with open(path + ".key", "wb") as out:
            out.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))

    def authority(text):
        key = ec.generate_private_key(ec.SECP256R1())
        made = x509.CertificateBuilder().subject_name(name(text)).issuer_name(name(text)).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - 900 * day).not_valid_after(now + day)
        made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        return made.sign(key, hashes.SHA256()), key

    def signed(path, by, names, end):
        issuer, issuer_key = by
        key = ec.generate_private_key(ec.SECP256R1())
        made = x509.CertificateBuilder().subject_name(name("server")).issuer_name(issuer.subject).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - 800 * day).not_valid_after(end)
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        write(path, made.sign(issuer_key, hashes.SHA256()), key)

    here = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    known, unknown = authority("known"), authority("unknown")
    write(os.path.join(folder, "ca"), *known)
    signed(os.path.join(folder, "good"), known, here, now + day)
    signed(os.path.join(folder, "wrong-name"), known, [x509.DNSName("other.example.com")], now + day)
    signed(os.path.join(folder, "expired"), known, here, now - day)
    signed(os.path.join(folder, "stranger"), unknown, here, now + day)


def told(envelope, session, secured):
    """A message as Python's own reader sees it."""
    raw = envelope.original_content
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = list(message.walk())
    leaves = [part for part in parts if not part.is_multipart()]

    def text(kind):
        found = [part for part in leaves if part.get_content_type() == kind and not part.get_filename()]
        return found[0].get_content() if found else None

    return {
        "from": envelope.mail_from,
        "to": envelope.rcpt_tos,
        "secured": secured,
        "login": getattr(session, "logged_in_as", None),
        "headers": {key: str(value) for key, value in message.items()},
        "raw_headers": raw.split(b"\r\n\r\n", 1)[0].decode("ascii"),
        "kinds": [part.get_content_type() for part in parts],
        "text": text("text/plain"),
        "html": text("text/html"),
        "files": [[part.get_filename(), len(part.get_content())] for part in leaves if part.get_filename()],
        "defects": [str(defect) for part in parts for defect in part.defects],
        "longest_line": max(len(line) for line in raw.split(b"\r\n")),
        "bare_line_ends": raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(b"\r"),
    }


def repeated(asked, session):
    user, password = session.heard
    sent = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
    return asked["answer"].replace("{plain}", password).replace("{base64}", sent)


class Handler:
    def __init__(self, asked):
        self.asked = asked
        self.count = 0
        self.deferred = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.asked.get("repeat") == "recipient":
            return repeated(self.asked, session)
        if address in self.asked.get("refuse", []):
            return "550 5.1.1 no such user"
        if address in self.asked.get("defer", []) and self.deferred < self.asked.get("defer_times", 1):
            self.deferred += 1
            return "451 4.7.1 greylisted, come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.asked.get("repeat") == "message":
            return repeated(self.asked, session)
        if self.asked.get("reject_data"):
            return "554 5.7.1 looks like spam"
        if self.asked.get("hang") == "data":
            await asyncio.sleep(60)
        path = os.path.join(self.asked["folder"], f"{self.count:03}.json")
        self.count += 1
        with open(path + ".part", "w") as out:
            json.dump(told(envelope, session, server.transport.get_extra_info("ssl_object") is not None), out)
        os.rename(path + ".part", path)
        return "250 2.0.0 taken"


def serve(asked):
    from aiosmtpd.smtp import SMTP, AuthResult

    class Dropping(SMTP):
        async def smtp_DATA(self, arg):
            await self.push("354 go on")
            await self._reader.readline()
            self.transport.abort()

    context = None
    if asked.get("tls", "none") != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(asked["certificate"] + ".pem", asked["certificate"] + ".key")

    def authenticator(server, session, envelope, mechanism, data):
        user, password = data.login.decode(), data.password.decode()
        session.heard = user, password
        if asked.get("repeat") == "login":
            return AuthResult(success=False, handled=False, message=repeated(asked, session))
        if [user, password] != asked["login"]:
            return AuthResult(success=False, handled=False)
        session.logged_in_as = user
        return AuthResult(success=True)

    handler = Handler(asked)
    kind = Dropping if asked.get("drop") == "data" else SMTP
    options = {"hostname": "localhost", "enable_SMTPUTF8": True}
    if asked.get("login"):
        options.update(authenticator=authenticator, auth_required=True, auth_require_tls=asked.get("tls") == "starttls")
    if asked.get("tls") == "starttls":
        options.update(tls_context=context, require_starttls=True)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    implicit = context if asked.get("tls") == "tls" else None
    server = loop.run_until_complete(loop.create_server(lambda: kind(handler, **options), "127.0.0.1", asked.get("port", 0), ssl=implicit))
    print(server.sockets[0].getsockname()[1], flush=True)
    loop.run_forever()


def raw(asked):
    """No mail server: what a broken one, or a firewall, looks like."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    if asked["raw"] == "away":
        listening.close()
        print(port, flush=True)
        time.sleep(60)
        return
    listening.listen(0 if asked["raw"] == "full" else 8)
    kept = []
    if asked["raw"] == "full":
        # Nobody accepts, and there is room for few: whoever comes next gets no answer at all.
        for _ in range(4):
            waiting = socket.socket()
            waiting.setblocking(False)
            waiting.connect_ex(("127.0.0.1", port))
            kept.append(waiting)
        time.sleep(0.1)
    print(port, flush=True)
    while asked["raw"] != "full":
        connection, _ = listening.accept()
        kept.append(connection)
        if asked["raw"] == "drip":
            threading.Thread(target=drip, args=(connection,), daemon=True).start()
    time.sleep(60)


def drip(connection):
    """Always says something, and never comes to the point."""
    try:
        while True:
            connection.sendall(b"220-wait\r\n")
            time.sleep(0.2)
    except OSError:
        pass


if __name__ == "__main__":
    if sys.argv[1] == "certificates":
        certificates(sys.argv[2])
    else:
        what = json.loads(sys.argv[2])
        raw(what) if "raw" in what else serve(what)
