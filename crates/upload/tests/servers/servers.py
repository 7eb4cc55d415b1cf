"""Servers for the tests of uploads, each over a folder: `servers.py KIND STATE`.

KIND is `webdav`, `ftp`, `s3` or `sftp`; the last runs under sshd, the others print their
port. STATE holds the folder `web`, and `limits.json`: `break_at`, the number of the written
file that breaks off halfway (nothing works after it), and `quota`, the size of the disk in
bytes. The user is `hall`, the password and the id of the key are `geheim`.
"""

import errno
import json
import os
import resource
import signal
import struct
import subprocess
import sys
import threading

KIND, STATE = sys.argv[1:3]
WEB = os.path.join(STATE, "web")
USER, PASSWORD, BUCKET = "hall", "geheim", "halls"


class Broken(Exception):
    """The connection is gone."""


def limits():
    try:
        with open(os.path.join(STATE, "limits.json"), encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def counter():
    return os.path.join(STATE, "written")


def written():
    try:
        return os.path.getsize(counter())
    except FileNotFoundError:
        return 0


def is_broken():
    at = limits().get("break_at")
    return at is not None and written() >= at


def begin_file():
    """Counts a file that is written; whether it breaks off halfway."""
    if is_broken():
        raise Broken
    with open(counter(), "ab") as file:
        file.write(b".")
    return is_broken()


def used():
    total = 0
    for folder, _, files in os.walk(WEB):
        total += sum(os.path.getsize(os.path.join(folder, it)) for it in files)
    return total


def has_room(size):
    quota = limits().get("quota")
    return quota is None or used() + size <= quota


class LimitedFile:
    """A file that breaks off halfway, or on a disk of limited size."""

    def __init__(self, file, full):
        self.file = file
        self.name = getattr(file, "name", "")
        self.breaks = begin_file()
        self.full = full

    def write(self, data):
        if self.breaks:
            self.file.write(data[: len(data) // 2])
            self.file.flush()
            raise Broken
        self.file.flush()
        if not has_room(len(data)):
            raise self.full()
        return self.file.write(data)

    def __getattr__(self, name):
        if name == "writelines":
            raise AttributeError(name)
        return getattr(self.file, name)


def serve_wsgi(app):
    from cheroot import wsgi

    server = wsgi.Server(("127.0.0.1", 0), app)
    server.prepare()
    print(server.bind_addr[1], flush=True)
    server.serve()


def answer(start_response, status, body=b""):
    start_response(status, [("Content-Length", str(len(body)))])
    return [body]


def webdav():
    from wsgidav.dav_error import DAVError
    from wsgidav.fs_dav_provider import FileResource, FilesystemProvider
    from wsgidav.wsgidav_app import WsgiDAVApp

    begin_write = FileResource.begin_write

    def limited(self, *, content_type=None):
        file = begin_write(self, content_type=content_type)
        return LimitedFile(file, lambda: DAVError(507))

    FileResource.begin_write = limited
    users = {"*": {USER: {"password": PASSWORD}}}
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": FilesystemProvider(WEB)},
            "simple_dc": {"user_mapping": users},
            "http_authenticator": {"accept_basic": True, "accept_digest": False},
            "lock_storage": False,
            "property_manager": False,
            "verbose": 0,
        }
    )

    def broken(environ, start_response):
        if is_broken():
            return answer(start_response, "503 Service Unavailable")
        return app(environ, start_response)

    serve_wsgi(broken)


def ftp():
    from pyftpdlib.authorizers import DummyAuthorizer
    from pyftpdlib.filesystems import AbstractedFS
    from pyftpdlib.handlers import FTPHandler
    from pyftpdlib.servers import FTPServer

    class Filesystem(AbstractedFS):
        def open(self, filename, mode):
            file = super().open(filename, mode)
            if not any(it in mode for it in "wa+"):
                return file
            try:
                full = lambda: OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                return LimitedFile(file, full)
            except Broken:
                raise OSError(errno.EIO, "broken off") from None

    class Handler(FTPHandler):
        abstracted_fs = Filesystem
        auth_failed_timeout = 0
        passive_ports = None

        def pre_process_command(self, line, cmd, arg):
            if is_broken():
                self.close()
                return
            super().pre_process_command(line, cmd, arg)

        def ftp_APPE(self, file):
            if not has_room(2000):
                self.respond("452 Insufficient storage space.")
                return None
            return super().ftp_APPE(file)

    authorizer = DummyAuthorizer()
    authorizer.add_user(USER, PASSWORD, WEB, perm="elradfmwMT")
    Handler.authorizer = authorizer
    server = FTPServer(("127.0.0.1", 0), Handler)
    print(server.socket.getsockname()[1], flush=True)
    server.serve_forever(handle_exit=False)


def s3():
    from moto.s3.models import s3_backends
    from moto.server import DomainDispatcherApplication, create_backend_app

    app = DomainDispatcherApplication(create_backend_app)
    lock = threading.Lock()

    def backend():
        return s3_backends["123456789012"]["aws"]

    def load():
        """Makes the bucket hold what the folder does."""
        backend().reset()
        backend().create_bucket(BUCKET, "us-east-1")
        for folder, _, files in os.walk(WEB):
            for name in files:
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    key = os.path.relpath(path, WEB)
                    backend().put_object(BUCKET, key, file.read())

    def refuse(start_response, status, code):
        body = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>"
        return answer(start_response, status, body.encode())

    def limited(environ, start_response):
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path == "/load":
            load()
            return answer(start_response, "200 OK")
        if is_broken():
            return answer(start_response, "503 Service Unavailable")
        if f"Credential={PASSWORD}/" not in environ.get("HTTP_AUTHORIZATION", ""):
            return refuse(start_response, "403 Forbidden", "InvalidAccessKeyId")
        name = path.removeprefix(f"/{BUCKET}/")
        if method == "PUT":
            with lock:
                if begin_file():
                    return answer(start_response, "503 Service Unavailable")
                if not has_room(int(environ.get("CONTENT_LENGTH") or 0)):
                    return refuse(start_response, "507 Insufficient", "QuotaExceeded")
        done = []
        answered = lambda status, *rest: done.append(status) or start_response(status, *rest)
        body = list(app(environ, answered))
        if done and done[0].startswith("2") and method in ("PUT", "DELETE"):
            file = os.path.join(WEB, name)
            if method == "PUT":
                os.makedirs(os.path.dirname(file), exist_ok=True)
                stored = backend().get_object(BUCKET, name).value
                with open(file, "wb") as out:
                    out.write(stored)
            elif os.path.exists(file):
                os.unlink(file)
        return body

    load()
    serve_wsgi(limited)


def sftp():
    """Stands between the client and the system's SFTP server."""
    INIT, OPEN, WRITE, EXTENDED = 1, 3, 6, 200
    quota = limits().get("quota")
    if quota is not None:
        # A file that grows beyond the limit fails as on a full disk.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (quota, quota))
    candidates = ["/usr/lib/openssh/sftp-server", "/usr/libexec/openssh/sftp-server",
                  "/usr/libexec/sftp-server", "/usr/lib/ssh/sftp-server"]
    server = next(filter(os.path.exists, candidates))
    child = subprocess.Popen(
        [server], stdin=subprocess.PIPE, restore_signals=False, close_fds=True
    )
    source, sink = sys.stdin.buffer, child.stdin
    breaks = False
    while True:
        head = source.read(4)
        if len(head) < 4:
            break
        packet = source.read(struct.unpack(">I", head)[0])
        kind = packet[0]
        if is_broken() and not breaks and kind != INIT:
            # The server refuses a request that it does not know.
            packet = bytes([EXTENDED]) + packet[1:5] + struct.pack(">I", 6) + b"broken"
        elif kind == OPEN:
            length = struct.unpack(">I", packet[5:9])[0]
            flags = struct.unpack(">I", packet[9 + length : 13 + length])[0]
            if flags & 2:
                breaks = begin_file()
        elif kind == WRITE and breaks:
            handle = struct.unpack(">I", packet[5:9])[0]
            before, data = packet[: 17 + handle], packet[21 + handle :]
            data = data[: len(data) // 2]
            packet = before + struct.pack(">I", len(data)) + data
            breaks = False
        sink.write(struct.pack(">I", len(packet)) + packet)
        sink.flush()
    sink.close()
    child.wait()


{"webdav": webdav, "ftp": ftp, "s3": s3, "sftp": sftp}[KIND]()
