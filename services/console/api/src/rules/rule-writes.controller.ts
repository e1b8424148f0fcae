import { Body, Controller, Delete, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { addRules, cloneRule, removeRule, replaceRules, setRuleEnabled } from '@trailhound/rules';
import { ContentRefused } from '../http/api-failure.js';
import { Problems, Secured } from '../openapi/responses.js';
import { RuleBench, RuleTestBody, RuleTestReport } from './rule-bench.js';
import { RulesEditor, ruleOf } from './rules-editor.js';
import { WritesRules } from './write-operation.js';
import { CloneBody, CreateQuery, EditQuery, NewRule, RulesWritten, RuleText } from './write-views.js';

@Controller('api/rules')
@Secured()
export class RuleWritesController {
  constructor(
    private readonly editor: RulesEditor,
    private readonly bench: RuleBench,
  ) {}

  @Post()
  @WritesRules({ operationId: 'createRule', summary: 'Add the rules of a file', takesText: true })
  create(
    @Query({ schema: CreateQuery }) order: CreateQuery,
    @Body({ schema: NewRule }) { text, file }: NewRule,
  ): Promise<RulesWritten> {
    const what = file === undefined ? 'rule added' : `rule file ${file} added`;
    return this.editor.write({ what, make: ({ content }) => addRules(content, text, file) }, order);
  }

  @Post('test')
  @HttpCode(200)
  @ApiOperation({ operationId: 'testRule', summary: 'Run a rule on records, and save nothing', tags: ['rules'] })
  @ApiOkResponse({ description: 'what came of each test', standardSchema: RuleTestReport })
  @Problems(400, 401, 404, 413, 422, 503)
  test(@Body({ schema: RuleTestBody }) body: RuleTestBody): Promise<RuleTestReport> {
    return this.bench.run(body);
  }

  @Put(':id')
  @WritesRules({ operationId: 'editRule', summary: 'Replace the file a rule stands in', of: 'rule', takesText: true })
  edit(
    @Param('id') id: string,
    @Query({ schema: EditQuery }) order: EditQuery,
    @Body({ schema: RuleText }) { text }: RuleText,
  ): Promise<RulesWritten> {
    return this.editor.write(
      { what: `rule ${id} edited`, make: (base) => replaceRules(base.content, ruleOf(base, id), text) },
      order,
    );
  }

  @Post(':id/clone')
  @WritesRules({ operationId: 'cloneRule', summary: 'Copy a rule under another id', of: 'rule' })
  clone(
    @Param('id') id: string,
    @Query({ schema: EditQuery }) order: EditQuery,
    @Body({ schema: CloneBody }) { id: copy }: CloneBody,
  ): Promise<RulesWritten> {
    const only = { rules: copy };
    const what = `rule ${id} cloned as ${copy}`;
    return this.editor.write({ what, only, make: (base) => cloneRule(base.content, ruleOf(base, id), copy) }, order);
  }

  @Post(':id/enable')
  @WritesRules({ operationId: 'enableRule', summary: 'Turn a rule on', of: 'rule' })
  enable(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    return this.turn(id, true, order);
  }

  @Post(':id/disable')
  @WritesRules({ operationId: 'disableRule', summary: 'Turn a rule off', of: 'rule' })
  disable(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    return this.turn(id, false, order);
  }

  @Delete(':id')
  @WritesRules({ operationId: 'deleteRule', summary: 'Take a rule out', of: 'rule' })
  delete(@Param('id') id: string, @Query({ schema: EditQuery }) order: EditQuery): Promise<RulesWritten> {
    return this.editor.write(
      { what: `rule ${id} deleted`, only: { rules: id }, make: (base) => removeRule(base.content, ruleOf(base, id)) },
      order,
    );
  }

  private turn(id: string, enabled: boolean, order: EditQuery): Promise<RulesWritten> {
    return this.editor.write(
      {
        what: `rule ${id} turned ${enabled ? 'on' : 'off'}`,
        only: { rules: id },
        make(base) {
          const rule = ruleOf(base, id);
          const settings = rule.pack === undefined ? undefined : base.content.packs[rule.pack];
          const isOffByPack = settings?.disable === true || settings?.disable?.includes(id);
          if (!enabled || rule.enabled || !isOffByPack) return setRuleEnabled(base.content, rule, enabled);
          const message = `the settings of pack ${rule.pack} turn rule ${id} off`;
          const fix = `take it out of packs.${rule.pack}.disable and push`;
          throw new ContentRefused([{ code: 'RULES_EDIT_IMPOSSIBLE', message, fix, place: rule.place }]);
        },
      },
      order,
    );
  }
}
