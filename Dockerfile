# The program alone, for Linux on Intel and ARM. In a folder with chapters:
#
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/course" IMAGE build
#   docker run --rm --publish 4000:4000 --volume "$PWD:/course:ro" IMAGE serve --host 0.0.0.0
#
# It is compiled on the kind of machine that makes the image, whichever kind the image is for, in the way of `.github/workflows/release.yml`.
FROM --platform=$BUILDPLATFORM rust:1.95.0-bookworm@sha256:6258907abe69656e41cd992e0b705cdcfabcbbe3db374f92ed2d47121282d4a1 AS build

# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /syllabus
COPY release/requirements.txt release/
RUN python3 -m venv /linker && /linker/bin/pip install --no-cache-dir --require-hashes --requirement release/requirements.txt
ENV PATH=/linker/bin:$PATH SOURCE_DATE_EPOCH=315532800

ARG TARGETARCH
RUN case "$TARGETARCH" in \
        amd64) echo x86_64-unknown-linux-musl ;; \
        arm64) echo aarch64-unknown-linux-musl ;; \
        *) echo "there is no image for $TARGETARCH" >&2; exit 1 ;; \
    esac > /target \
    && rustup target add "$(cat /target)"
COPY . .
RUN cargo zigbuild --release --locked --features release --bin syllabus --target "$(cat /target)" \
    && mkdir /image \
    && cp "target/$(cat /target)/release/syllabus" LICENSE-APACHE LICENSE-MIT /image/ \
    && python3 release/licences.py "$(cat /target)" > /image/THIRD-PARTY-LICENSES.txt

FROM scratch
LABEL org.opencontainers.image.title="syllabus" \
    org.opencontainers.image.description="A folder of ordinary GitHub-flavoured chapters becomes a course site" \
    org.opencontainers.image.licenses="MIT OR Apache-2.0"
COPY --from=build /image/ /
WORKDIR /course
# Nobody in particular: whoever is to own the files that it writes is named with `--user`.
USER 65532:65532
EXPOSE 4000
ENTRYPOINT ["/syllabus"]
