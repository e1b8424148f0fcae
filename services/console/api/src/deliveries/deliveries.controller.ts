import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import type { Clock } from '@trailhound/ports';
import { ApiFailure } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import { DeliveryHistory } from './delivery-history.js';
import { DeliveryQuery, filterOf, journalMs, ReplayOneQuery, ReplayQuery } from './delivery-query.js';
import { DeliveryList, DeliveryReplay } from './delivery-views.js';

export const clockToken = Symbol('clock');

@Controller('api/deliveries')
@Secured()
export class DeliveriesController {
  constructor(
    private readonly history: DeliveryHistory,
    @Inject(clockToken) private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'listDeliveries', summary: 'Deliveries with every attempt', tags: ['deliveries'] })
  @ApiOkResponse({ description: 'the latest attempt first', standardSchema: DeliveryList })
  @Problems(400, 401, 503)
  async list(@Query({ schema: DeliveryQuery }) { given, limit }: DeliveryQuery): Promise<DeliveryList> {
    return { deliveries: [...(await this.history.list(filterOf(given, this.clock.now()), limit))] };
  }

  @Post('replay')
  @HttpCode(200)
  @ApiOperation({ operationId: 'replayDeliveries', summary: 'Send again what was given up', tags: ['deliveries'] })
  @ApiOkResponse({ description: 'what was put back', standardSchema: DeliveryReplay })
  @Problems(400, 401, 503)
  replay(@Query({ schema: ReplayQuery }) { given, by }: ReplayQuery): Promise<DeliveryReplay> {
    return this.history.replay(filterOf(given, this.clock.now()), by);
  }

  @Post(':id/replay')
  @HttpCode(200)
  @ApiOperation({ operationId: 'replayDelivery', summary: 'Send one delivery again', tags: ['deliveries'] })
  @ApiParam({ name: 'id', schema: { type: 'string' }, description: 'id of the delivery' })
  @ApiOkResponse({ description: 'what was put back', standardSchema: DeliveryReplay })
  @Problems(400, 401, 404, 503)
  async replayOne(
    @Param('id') id: string,
    @Query({ schema: ReplayOneQuery }) { by }: ReplayOneQuery,
  ): Promise<DeliveryReplay> {
    const result = await this.history.replay({ id, fromMs: this.clock.now() - journalMs }, by);
    if (result.replayed.length + result.forgotten.length > 0) return result;
    throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no delivery with this id at an end');
  }
}
