import { Body, Controller, Delete, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { addSuppression, endSuppression, removeSuppression, replaceSuppression } from '@trailhound/rules';
import { Problems, Secured } from '../openapi/responses.js';
import { type Edit, RulesEditor, suppressionOf } from './rules-editor.js';
import { CreateQuery, EditQuery, NewSuppression, RulesWritten, SuppressionBody } from './write-views.js';

const idParameter = { name: 'id', schema: { type: 'string' }, description: 'id of the suppression' } as const;
const written = { description: 'what was written; it holds by event time', standardSchema: RulesWritten };

@Controller('api/suppressions')
@Secured()
export class SuppressionWritesController {
  constructor(private readonly editor: RulesEditor) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'createSuppression',
    summary: 'Mute alerts, visibly and until some day',
    tags: ['rules'],
  })
  @ApiOkResponse(written)
  @Problems(400, 401, 403, 409, 413, 422, 503)
  create(
    @Query({ schema: CreateQuery }) order: CreateQuery,
    @Body({ schema: NewSuppression }) keys: NewSuppression,
  ): Promise<RulesWritten> {
    return this.write('created', keys.id, ({ content }) => addSuppression(content, keys), order);
  }

  @Put(':id')
  @ApiOperation({ operationId: 'editSuppression', summary: 'Say a suppression anew', tags: ['rules'] })
  @ApiParam(idParameter)
  @ApiOkResponse(written)
  @Problems(400, 401, 403, 404, 409, 413, 422, 503)
  edit(
    @Param('id') id: string,
    @Query({ schema: EditQuery }) order: EditQuery,
    @Body({ schema: SuppressionBody }) keys: SuppressionBody,
  ): Promise<RulesWritten> {
    const make: Edit['make'] = (base) => replaceSuppression(base.content, suppressionOf(base, id), { ...keys, id });
    return this.write('edited', id, make, order);
  }

  @Post(':id/end')
  @HttpCode(200)
  @ApiOperation({
    ...{ operationId: 'endSuppression', tags: ['rules'] },
    summary: 'End a suppression now: what happened before stays muted',
  })
  @ApiParam(idParameter)
  @ApiOkResponse(written)
  @Problems(400, 401, 403, 404, 409, 422, 503)
  end(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    const make: Edit['make'] = (base) => endSuppression(base.content, suppressionOf(base, id), base.nowMs);
    return this.write('ended', id, make, order);
  }

  @Delete(':id')
  @ApiOperation({ operationId: 'deleteSuppression', summary: 'Take a suppression out', tags: ['rules'] })
  @ApiParam(idParameter)
  @ApiOkResponse(written)
  @Problems(400, 401, 403, 404, 409, 422, 503)
  delete(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    return this.write('deleted', id, (base) => removeSuppression(base.content, suppressionOf(base, id)), order);
  }

  private write(done: string, id: string, make: Edit['make'], order: CreateQuery): Promise<RulesWritten> {
    return this.editor.write({ what: `suppression ${id} ${done}`, only: { suppressions: id }, make }, order);
  }
}
