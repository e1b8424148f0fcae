import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { AlertState } from '@trailhound/contracts';
import { ApiFailure } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import { AlertChanges } from './alert-changes.js';
import { AlertQuery } from './alert-query.js';
import { AlertReader } from './alert-reader.js';
import { AlertChangeView, AlertDetail, AlertList } from './alert-views.js';
import { ChangeQuery } from './change-query.js';

const alertIdPattern = /^[0-9a-f]{64}$/;

@Controller('api/alerts')
@Secured()
export class AlertsController {
  constructor(
    private readonly reader: AlertReader,
    private readonly changes: AlertChanges,
  ) {}

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

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({ operationId: 'acknowledgeAlert', summary: 'Say that somebody looks after it', tags: ['alerts'] })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: alertIdPattern.source }, description: 'id of the alert' })
  @ApiOkResponse({ description: 'what was done', standardSchema: AlertChangeView })
  @Problems(400, 401, 404, 503)
  acknowledge(@Param('id') id: string, @Query({ schema: ChangeQuery }) query: ChangeQuery): Promise<AlertChangeView> {
    return this.change(id, 'acknowledged', query);
  }

  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ operationId: 'closeAlert', summary: 'Say that it is done with', tags: ['alerts'] })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: alertIdPattern.source }, description: 'id of the alert' })
  @ApiOkResponse({ description: 'what was done', standardSchema: AlertChangeView })
  @Problems(400, 401, 404, 503)
  close(@Param('id') id: string, @Query({ schema: ChangeQuery }) query: ChangeQuery): Promise<AlertChangeView> {
    return this.change(id, 'closed', query);
  }

  @Post(':id/reopen')
  @HttpCode(200)
  @ApiOperation({ operationId: 'reopenAlert', summary: 'Take an acknowledgement or a closing back', tags: ['alerts'] })
  @ApiParam({ name: 'id', schema: { type: 'string', pattern: alertIdPattern.source }, description: 'id of the alert' })
  @ApiOkResponse({ description: 'what was done', standardSchema: AlertChangeView })
  @Problems(400, 401, 404, 503)
  reopen(@Param('id') id: string, @Query({ schema: ChangeQuery }) query: ChangeQuery): Promise<AlertChangeView> {
    return this.change(id, 'open', query);
  }

  private async change(id: string, state: AlertState, { by, note }: ChangeQuery): Promise<AlertChangeView> {
    const change = alertIdPattern.test(id) ? await this.changes.make(id, state, by, note) : undefined;
    if (change === undefined) throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no alert with this id');
    const { version, alertId, ...shown } = change;
    return { id: alertId, ...shown };
  }
}
