/** Named, so that the bundler keeps only these when the module is loaded late. */
export { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
