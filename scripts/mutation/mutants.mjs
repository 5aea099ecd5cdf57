import ts from 'typescript';

// A source file with all its mutants inside: each mutable place asks at run time whether its
// mutant is the active one. Numbers, comparisons, arithmetic, logic, Math.min and Math.max.

const COMPARISONS = new Map([
  ['<', ['<=', '>']],
  ['<=', ['<', '>']],
  ['>', ['>=', '<']],
  ['>=', ['>', '<']],
  ['===', ['!==']],
  ['!==', ['===']],
]);
const ARITHMETIC = new Map([
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['**', '*'],
  ['&&', '||'],
  ['||', '&&'],
  ['+=', '-='],
  ['-=', '+='],
  ['*=', '/='],
  ['/=', '*='],
]);
const EXTREMES = new Map([
  ['Math.min', 'Math.max'],
  ['Math.max', 'Math.min'],
]);

/**
 * Instruments one file.
 *
 * @param {string} text    TypeScript
 * @param {number} firstId id of the file's first mutant
 * @returns {{code: string, mutants: {id: number, line: number, from: string, to: string}[]}}
 *          line numbers of the code are those of the text
 */
export function instrument(text, firstId) {
  const file = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, true);
  const mutants = [];

  const add = (node, from, to) => {
    const id = firstId + mutants.length;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    mutants.push({ id, line: line + 1, from, to });
    return id;
  };

  /** Text of a node with the mutants of everything inside it. */
  const render = (node) => {
    if (isTypeOnly(node)) return node.getText(file);
    const inner = isLoop(node)
      ? renderLoop(node, file, render)
      : renderChildren(node, file, render);
    return mutationsOf(node, file).reduceRight((original, to) => {
      const id = add(node, node.getText(file), to);
      return `(__reach(${id})?(${to}):(${original}))`;
    }, inner);
  };

  const body = renderChildren(file, file, render);
  const prelude = 'const {reach:__reach,tick:__tick}=globalThis.__mutation;';
  return { code: mutants.length === 0 ? text : prelude + body, mutants };
}

function renderChildren(node, file, render) {
  const text = file.text;
  let from = node.getStart(file);
  let out = node === file ? text.slice(0, from) : '';
  node.forEachChild((child) => {
    out += text.slice(from, child.getStart(file)) + render(child);
    from = child.end;
  });
  return out + text.slice(from, node.end);
}

function isLoop(node) {
  return (
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isDoStatement(node)
  );
}

/** A loop counts its turns, so that a mutant that never ends is stopped. */
function renderLoop(node, file, render) {
  return renderChildren(node, file, (child) =>
    child === node.statement ? `{__tick();${render(child)}}` : render(child),
  );
}

function isTypeOnly(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node)
  );
}

/** Replacements of a node, as text. */
function mutationsOf(node, file) {
  if (ts.isNumericLiteral(node)) return numberMutations(node);
  if (ts.isBinaryExpression(node)) return binaryMutations(node, file);
  if (ts.isPrefixUnaryExpression(node)) return prefixMutations(node, file);
  if (ts.isPostfixUnaryExpression(node)) {
    const operator = node.operator === ts.SyntaxKind.PlusPlusToken ? '--' : '++';
    return [node.operand.getText(file) + operator];
  }
  return ts.isCallExpression(node) ? callMutations(node, file) : [];
}

function numberMutations(node) {
  const { parent } = node;
  if ('name' in parent && parent.name === node) return [];
  if (isIndexGuard(node)) return [];
  const value = Number(node.text);
  return [String(Number.isInteger(value) ? value + 1 : value * 1.01)];
}

/** `list[i] ?? 0` satisfies the compiler where the index is in range: nothing can reach the 0. */
function isIndexGuard({ parent }) {
  return (
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken &&
    ts.isElementAccessExpression(parent.left)
  );
}

function binaryMutations(node, file) {
  const [left, right] = [node.left.getText(file), node.right.getText(file)];
  const operator = node.operatorToken.getText(file);
  if ([node.left, node.right].some(isText)) return (COMPARISONS.get(operator) ?? []).map(write);
  const other = ARITHMETIC.get(operator);
  return [...(COMPARISONS.get(operator) ?? []), ...(other ? [other] : [])].map(write);

  function write(replacement) {
    return `${left} ${replacement} ${right}`;
  }
}

/** Text is joined by +, and nothing else makes sense there. */
function isText(node) {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function prefixMutations(node, file) {
  const operand = node.operand.getText(file);
  switch (node.operator) {
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.ExclamationToken:
      return [operand];
    case ts.SyntaxKind.PlusPlusToken:
      return [`--${operand}`];
    case ts.SyntaxKind.MinusMinusToken:
      return [`++${operand}`];
    default:
      return [];
  }
}

function callMutations(node, file) {
  const called = node.expression.getText(file);
  const other = EXTREMES.get(called);
  if (!other) return [];
  return [other + node.getText(file).slice(called.length)];
}
