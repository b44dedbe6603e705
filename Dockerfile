# The image of every telex process: producer, worker, indexer, page. It holds what runs, no tool that builds or tests.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/telex
COPY requirements-runtime.lock /source/
# Wheels only: nothing is compiled, so the build needs no compiler and no package outside the lock.
RUN /opt/telex/bin/pip install --only-binary :all: --require-hashes --requirement /source/requirements-runtime.lock
COPY . /source
# setuptools is in the lock, as a dependency of spaCy's: it builds telex without fetching anything more.
RUN /opt/telex/bin/pip install --no-deps --no-index --no-build-isolation /source && /opt/telex/bin/pip uninstall --yes pip

FROM python:3.11-slim
RUN useradd --uid 10001 --home-dir /var/lib/telex --create-home --shell /usr/sbin/nologin telex
COPY --from=build /opt/telex /opt/telex
ENV PATH=/opt/telex/bin:$PATH TELEX_HOME=/var/lib/telex PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
WORKDIR /var/lib/telex
ENTRYPOINT ["telex"]
CMD ["--help"]
