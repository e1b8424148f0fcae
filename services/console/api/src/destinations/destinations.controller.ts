import { Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { formatProblem } from '@trailhound/contracts';
import { ApiFailure } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import type { DestinationTrials } from './destination-trials.js';
import { TrialQuery, TrialReport } from './trial-views.js';

export const trialsToken = Symbol('destination trials');

@Controller('api/destinations')
@Secured()
export class DestinationsController {
  constructor(@Inject(trialsToken) private readonly trials: DestinationTrials) {}

  @Post(':name/test')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'testDestination',
    summary: 'Send a destination an alert marked as a trial',
    tags: ['destinations'],
  })
  @ApiParam({ name: 'name', schema: { type: 'string' }, description: 'as the configuration names it' })
  @ApiOkResponse({ description: 'what went out and what came back', standardSchema: TrialReport })
  @Problems(400, 401, 404, 503)
  async test(@Param('name') name: string, @Query({ schema: TrialQuery }) query: TrialQuery): Promise<TrialReport> {
    if (!this.trials.names.includes(name)) {
      throw new ApiFailure(404, 'API_NOT_FOUND', 'no destination of this name is configured');
    }
    const tried = await this.trials.tryOut(name, query);
    if (tried.ok) return tried.value;
    throw new ApiFailure(503, 'API_UNAVAILABLE', tried.problems.map(formatProblem).join('; '));
  }
}
