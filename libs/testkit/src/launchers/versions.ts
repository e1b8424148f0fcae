/** The one place that pins what the tests run against: native packages and, where a Docker engine answers, images. */
export const versions = {
  kafka: '4.1.1',
  scala: '2.13',
  moto: '5.2.5',
  mmdbWriter: '0.2.7',
  /** Debian decides the native Redis; the oldest that works. */
  redisAtLeast: '7.0',
  images: {
    kafka: 'apache/kafka:4.1.1',
    redis: 'redis:7.4',
    moto: 'motoserver/moto:5.2.5',
  },
} as const;
