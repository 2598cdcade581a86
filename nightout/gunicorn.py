"""gunicorn in production, behind a proxy: `gunicorn nightout.wsgi --config nightout/gunicorn.py`."""

import os

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8001")
worker_class = "gthread"  # sync workers stop at the first few slow phones
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 35
graceful_timeout = 30
keepalive = 5
control_socket_disable = True
accesslog = None
