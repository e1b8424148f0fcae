import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Problems, Secured } from '../openapi/responses.js';
import { CompletenessQuery } from './completeness-query.js';
import { CompletenessReader } from './completeness-reader.js';
import { CompletenessView } from './completeness-views.js';

@Controller('api/completeness')
@Secured()
export class CompletenessController {
  constructor(private readonly reader: CompletenessReader) {}

  @Get()
  @ApiOperation({
    operationId: 'getCompleteness',
    summary: 'What came from which account and region, when, how late, and what is missing',
    tags: ['completeness'],
  })
  @ApiOkResponse({ description: 'the trails', standardSchema: CompletenessView })
  @Problems(400, 401, 503)
  get(@Query({ schema: CompletenessQuery }) query: CompletenessQuery): Promise<CompletenessView> {
    return this.reader.read(query);
  }
}
