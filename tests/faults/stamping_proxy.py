"""A small proxy that does what docs/operations/nginx.md asks of nginx: it stamps each arrival."""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

OWN_HEADERS = {"x-request-start", "x-forwarded-proto", "connection"}


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


@contextmanager
def stamping_proxy(upstream: int) -> Iterator[int]:
    """Stand in front of a port and yield the proxy's own."""

    class Passing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            stamp = f"t={time.time():.3f}"  # what the sender wrote is replaced
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            kept = {n: v for n, v in self.headers.items() if n.lower() not in OWN_HEADERS}
            headers = {**kept, "X-Request-Start": stamp, "X-Forwarded-Proto": "https"}
            behind = http.client.HTTPConnection("127.0.0.1", upstream, timeout=60)
            behind.request("POST", self.path, body, headers)
            answer = behind.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = Server(("127.0.0.1", 0), Passing)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
