# nginx with the stock OHIF viewer below /ohif/, from the release file, which is the context: docker build -t studylink-web .
FROM nginx:1.28.2-alpine3.23
COPY ohif /usr/share/studylink/web/ohif
