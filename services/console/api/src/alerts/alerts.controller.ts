import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiFailure } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import { AlertQuery } from './alert-query.js';
import { AlertReader } from './alert-reader.js';
import { AlertDetail, AlertList } from './alert-views.js';

const alertIdPattern = /^[0-9a-f]{64}$/;

@Controller('api/alerts')
@Secured()
export class AlertsController {
  constructor(private readonly reader: AlertReader) {}

  @Get()
  @ApiOperation({ operationId: 'listAlerts', summary: 'Alerts, newest event first, page by page', tags: ['alerts'] })
  @ApiOkResponse({ description: 'a page of alerts', standardSchema: AlertList })
  @Problems(400, 401, 503)
  list(@Query({ schema: AlertQuery }) { filter, limit, cursor }: AlertQuery): Promise<AlertList> {
    return this.reader.list(filter, limit, cursor);
  }

  @Get(':id')
  @ApiOperation({ operationId: 'getAlert', summary: 'One alert with its first record', tags: ['alerts'] })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: alertIdPattern.source }, description: 'id of the alert' })
  @ApiOkResponse({ description: 'the alert', standardSchema: AlertDetail })
  @Problems(401, 404, 503)
  async get(@Param('id') id: string): Promise<AlertDetail> {
    // What is no id at all was never an alert's: the same answer, and the index is not asked.
    const found = alertIdPattern.test(id) ? await this.reader.detail(id) : undefined;
    if (found === undefined) throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no alert with this id');
    return found;
  }
}
