# The service and its pages from the release file, which is the context: docker build -t studylink-backend .
FROM node:22.23.2-bookworm-slim
ENV NODE_ENV=production \
  DATA_DIR=/data \
  WEB_DIR=/app/web/share-dialog,/app/web/ohif-extension,/app/web/oe2-addon
COPY . /app
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
WORKDIR /app
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8000/healthz').then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
