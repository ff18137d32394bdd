import { ShellSyntaxError } from './shell-words.ts';

const PRECEDENCE: Readonly<Record<string, number>> = { '||': 1, '&&': 2, '==': 3, '!=': 3, '<': 4, '>': 4, '<=': 4, '>=': 4, '+': 5, '-': 5, '*': 6, '/': 6, '%': 6, '**': 7 };

/** The value of `$((…))`: whole numbers, variables, the usual operators. */
export function evaluateArithmetic(text: string, variable: (name: string) => number): number {
  const tokens = text.match(/\d+|\$?\{?[A-Za-z_]\w*\}?|\*\*|&&|\|\||[=!<>]=|[-+*/%()<>!]/g) ?? [];
  let at = 0;
  const operand = (): number => {
    const token = tokens[at++];
    if (token === undefined) throw new ShellSyntaxError(`\`$((${text}))\``);
    if (token === '-') return -operand();
    if (token === '!') return operand() === 0 ? 1 : 0;
    if (token === '(') {
      const value = operation(0);
      at++;
      return value;
    }
    return /^\d/.test(token) ? Number(token) : variable(token.replace(/[${}]/g, ''));
  };
  const operation = (least: number): number => {
    let left = operand();
    for (;;) {
      const operator = tokens[at] ?? '';
      const precedence = PRECEDENCE[operator];
      if (precedence === undefined || precedence < least) return left;
      at++;
      left = apply(operator, left, operation(precedence + 1));
    }
  };
  return operation(0);
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '**':
      return left ** right;
    case '/':
      return right === 0 ? 0 : Math.trunc(left / right);
    case '%':
      return right === 0 ? 0 : left % right;
    case '&&':
      return left !== 0 && right !== 0 ? 1 : 0;
    case '||':
      return left !== 0 || right !== 0 ? 1 : 0;
    default:
      return compare(operator, left, right) ? 1 : 0;
  }
}

function compare(operator: string, left: number, right: number): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '<') return left < right;
  if (operator === '>') return left > right;
  return operator === '<=' ? left <= right : left >= right;
}
