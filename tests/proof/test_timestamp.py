"""Time stamps by an authority of our own: openssl behind a local server."""

from __future__ import annotations

import datetime as dt
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from collusion.errors import CollusionError, IntegrityError, UsageError
from collusion.proof.timestamp import request_stamp, stamped_at
from tests.workspace.keeping import RING, kept

CONFIG = """
[tsa]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
[req]
distinguished_name = dn
[dn]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[stamp]
basicConstraints = CA:FALSE
extendedKeyUsage = critical, timeStamping
"""


def _openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The address of an authority, and its root certificate."""
    folder = tmp_path_factory.mktemp("tsa")
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("req", "-config", config, "-newkey", "rsa:2048", "-nodes")
    _openssl(
        *new,
        "-x509",
        "-extensions",
        "ca",
        "-subj",
        "/CN=root",
        "-keyout",
        folder / "root.key",
        "-out",
        folder / "root.pem",
    )
    _openssl(*new, "-subj", "/CN=tsa", "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr")
    signing = ("-CA", folder / "root.pem", "-CAkey", folder / "root.key", "-CAcreateserial")
    _openssl(
        "x509",
        "-req",
        "-in",
        folder / "tsa.csr",
        *signing,
        "-extfile",
        config,
        "-extensions",
        "stamp",
        "-out",
        folder / "tsa.pem",
    )
    with _served(folder, config) as url:
        yield url, folder / "root.pem"


@contextmanager
def _served(folder, config):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            query = self.rfile.read(int(self.headers["Content-Length"]))
            (folder / "query").write_bytes(query)
            ask = ("ts", "-reply", "-config", config, "-section", "tsa")
            _openssl(*ask, "-queryfile", folder / "query", "-out", folder / "reply")
            reply = (folder / "reply").read_bytes() if self.path == "/" else b"no stamp"
            self.send_response(200)
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_words):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_stamp__is_of_this_message_and_by_that_authority(authority, tmp_path):
    url, root = authority
    stamp = request_stamp(url, b"bundle")

    assert abs(stamped_at(stamp, b"bundle", root) - dt.datetime.now(tz=dt.UTC)) < dt.timedelta(minutes=5)
    with pytest.raises(IntegrityError, match="of something else"):
        stamped_at(stamp, b"other")
    with pytest.raises(IntegrityError, match="no time stamp"):
        stamped_at(b"nonsense", b"bundle")
    stranger = tmp_path / "stranger.pem"
    _openssl(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-x509",
        "-subj",
        "/CN=x",
        "-keyout",
        tmp_path / "k",
        "-out",
        stranger,
    )
    with pytest.raises(IntegrityError, match="does not vouch for"):
        stamped_at(stamp, b"bundle", stranger)
    with pytest.raises(UsageError, match="no certificate"):
        stamped_at(stamp, b"bundle", tmp_path / "k")


@pytest.mark.parametrize("path", ["nonsense", "nobody"])
def test_request_stamp__says_when_there_is_none(authority, path):
    url = f"{authority[0]}nonsense" if path == "nonsense" else "http://127.0.0.1:1/"
    with pytest.raises(CollusionError, match="Time-stamp authority http"):
        request_stamp(url, b"bundle")


def test_request_stamp__knows_web_addresses_only():
    with pytest.raises(UsageError, match="http:// or https://"):
        request_stamp("file:///etc/passwd", b"bundle")


def test_bundle__with_a_stamp(authority, cli, tmp_path):
    url, root = authority
    with kept(tmp_path):
        pass
    cli("decide", tmp_path / "w", RING, "confirm", "--by", "M. Berg", "--note", "Same card.")
    out = tmp_path / "b"
    assert 0 == cli("bundle", tmp_path / "w", RING, "--out", out, "--without-source", "--tsa", url).code

    assert "Stamped at 20" in cli("verify", out, "--tsa-root", root).out
    stamp = (out / "bundle.json.tsr").read_bytes()
    (out / "bundle.json.tsr").write_bytes(stamp[:-1])
    assert "bundle.json.tsr: found" in cli("verify", out).err
    (out / "bundle.json.tsr").unlink()
    assert "though the bundle was stamped" in cli("verify", out).err
    assert 2 == cli("verify", tmp_path / "w" / "runs" / "0001", "--tsa-root", root).code
