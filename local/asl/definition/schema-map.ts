import * as z from 'zod';
import { argument, type Fields, json, number, path, text } from './schema-parts.js';

const processor = z.looseObject({
  ProcessorConfig: z
    .strictObject({
      Mode: z.enum(['INLINE', 'DISTRIBUTED']).optional(),
      ExecutionType: z.enum(['STANDARD', 'EXPRESS']).optional(),
    })
    .optional(),
});

function reader(isJsonata: boolean): z.ZodType {
  return z.strictObject({
    ...argument(isJsonata),
    Resource: text,
    ReaderConfig: z
      .strictObject({
        // S3 inventories (MANIFEST) and Parquet are not read here.
        InputType: z.enum(['CSV', 'JSON', 'JSONL']).optional(),
        MaxItems: number(isJsonata, z.int().nonnegative()).optional(),
        ...(isJsonata ? {} : { MaxItemsPath: path.optional() }),
        CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).optional(),
        CSVHeaders: z.array(z.string()).optional(),
        CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).optional(),
        ItemsPointer: text.optional(),
      })
      .optional(),
  });
}

function batcher(isJsonata: boolean): z.ZodType {
  const limit = number(isJsonata, z.int().positive()).optional();
  return z.strictObject({
    MaxItemsPerBatch: limit,
    MaxInputBytesPerBatch: limit,
    BatchInput: json.optional(),
    ...(isJsonata
      ? {}
      : { MaxItemsPerBatchPath: path.optional(), MaxInputBytesPerBatchPath: path.optional() }),
  });
}

function writer(isJsonata: boolean): z.ZodType {
  return z.strictObject({
    ...argument(isJsonata),
    Resource: text.optional(),
    WriterConfig: z
      .strictObject({
        OutputType: z.enum(['JSON', 'JSONL']).optional(),
        Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']).optional(),
      })
      .optional(),
  });
}

/** The fields that only a Map has. */
export function mapFields(isJsonata: boolean): Fields {
  return {
    ItemProcessor: processor.optional(),
    Iterator: processor.optional(),
    ItemSelector: json.optional(),
    ItemReader: reader(isJsonata).optional(),
    ItemBatcher: batcher(isJsonata).optional(),
    ResultWriter: writer(isJsonata).optional(),
    Label: z.string().max(40).optional(),
    MaxConcurrency: number(isJsonata, z.int().nonnegative()).optional(),
    ToleratedFailureCount: number(isJsonata, z.int().nonnegative()).optional(),
    ToleratedFailurePercentage: number(isJsonata, z.number().min(0).max(100)).optional(),
    ...(isJsonata
      ? { Items: json.optional() }
      : {
          Parameters: json.optional(),
          ItemsPath: path.optional(),
          MaxConcurrencyPath: path.optional(),
          ToleratedFailureCountPath: path.optional(),
          ToleratedFailurePercentagePath: path.optional(),
        }),
  };
}
