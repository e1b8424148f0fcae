import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiFailure } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import { RevisionList, RuleDetail, RuleList, SuppressionList } from './rule-views.js';
import { RulesReader } from './rules-reader.js';

@Controller('api')
@Secured()
export class RulesController {
  constructor(private readonly reader: RulesReader) {}

  @Get('rules')
  @ApiOperation({ operationId: 'listRules', summary: 'The rules in force, with their revision', tags: ['rules'] })
  @ApiOkResponse({ description: 'all of them', standardSchema: RuleList })
  @Problems(401, 503)
  list(): Promise<RuleList> {
    return this.reader.rules();
  }

  @Get('rules/revisions')
  @ApiOperation({ operationId: 'listRevisions', summary: 'Revisions of the rules, newest first', tags: ['rules'] })
  @ApiOkResponse({ description: 'the first is in force; all can be brought back', standardSchema: RevisionList })
  @Problems(401, 503)
  revisions(): Promise<RevisionList> {
    return this.reader.revisions();
  }

  @Get('rules/:id')
  @ApiOperation({ operationId: 'getRule', summary: 'One rule with its file', tags: ['rules'] })
  @ApiParam({ name: 'id', schema: { type: 'string' }, description: 'id of the rule' })
  @ApiOkResponse({ description: 'the rule', standardSchema: RuleDetail })
  @Problems(401, 404, 503)
  async get(@Param('id') id: string): Promise<RuleDetail> {
    const found = await this.reader.rule(id);
    if (found === undefined) throw new ApiFailure(404, 'API_NOT_FOUND', 'there is no rule with this id in force');
    return found;
  }

  @Get('suppressions')
  @ApiOperation({ operationId: 'listSuppressions', summary: 'What mutes alerts, until when and why', tags: ['rules'] })
  @ApiOkResponse({ description: 'all of them', standardSchema: SuppressionList })
  @Problems(401, 503)
  suppressions(): Promise<SuppressionList> {
    return this.reader.suppressions();
  }
}
