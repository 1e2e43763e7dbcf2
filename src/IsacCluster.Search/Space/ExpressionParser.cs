using System.Globalization;
using System.Text.RegularExpressions;

namespace IsacCluster.Search.Space;

/// <summary>
/// Recursive descent over: comparison = sum op sum; sum = product {(+|-) product}; product = power {(*|/) power};
/// power = factor [^ power]; factor = - power | number | name | `name` | function ( sum {, sum} ) | ( sum ).
/// </summary>
internal sealed partial class ExpressionParser
{
    private const string OfComparison = "constraint", OfFormula = "expression";
    private static readonly string[] OneArgument = ["abs", "sqrt", "log", "log2", "log10", "exp"], MoreArguments = ["min", "max"];
    private readonly string _text, _what;
    private readonly List<Match> _tokens;
    private int _next;

    /// <param name="compares">Whether the text is a comparison; else one expression.</param>
    public ExpressionParser(string text, bool compares)
    {
        (_text, _what) = (text, compares ? OfComparison : OfFormula);
        _tokens = [.. Token().Matches(text).AsEnumerable()];
        int end = 0;
        foreach (Match token in _tokens)
        {
            if (!string.IsNullOrWhiteSpace(text[end..token.Index])) throw Mistake(end, text[end..token.Index].Trim());
            end = token.Index + token.Length;
        }

        if (!string.IsNullOrWhiteSpace(text[end..])) throw Mistake(end, text[end..].Trim());
    }

    private string? Peek => _next < _tokens.Count ? _tokens[_next].Value : null;

    public (Expression Left, Comparison Comparison, Expression Right) Comparison()
    {
        Expression left = Sum();
        Comparison comparison = Peek switch
        {
            "<=" => Space.Comparison.AtMost,
            "<" => Space.Comparison.Below,
            ">=" => Space.Comparison.AtLeast,
            ">" => Space.Comparison.Above,
            _ => throw Mistake("<=, <, >= or >"),
        };
        _next++;
        Expression right = Sum();
        return Peek is null ? (left, comparison, right) : throw Mistake("the end");
    }

    public Expression Formula()
    {
        Expression read = Sum();
        return Peek is null ? read : throw Mistake("the end");
    }

    private Expression Sum()
    {
        Expression left = Product();
        while (Peek is "+" or "-") left = new BinaryExpression(Take(), left, Product());
        return left;
    }

    private Expression Product()
    {
        Expression left = Power();
        while (Peek is "*" or "/") left = new BinaryExpression(Take(), left, Power());
        return left;
    }

    private Expression Power()
    {
        if (Peek == "-")
        {
            _next++;
            return new UnaryExpression("-", Power());
        }

        Expression left = Factor();
        return Peek == "^" ? new BinaryExpression(Take(), left, Power()) : left;
    }

    private Expression Factor()
    {
        if (Peek is not { } token) throw Mistake("a number, a name or '('");
        if (token == "(")
        {
            _next++;
            Expression inner = Sum();
            Expect(")");
            return inner;
        }

        if (char.IsAsciiDigit(token[0]) || token[0] == '.') return Number();
        if (token[0] == '`') return new NameExpression(Take()[1..^1]);
        if (!char.IsAsciiLetter(token[0]) && token[0] != '_') throw Mistake("a number, a name or '('");
        string name = Take();
        return Peek == "(" ? Call(name) : new NameExpression(name);
    }

    private NumberExpression Number()
    {
        double number = double.Parse(Take(), CultureInfo.InvariantCulture);
        if (double.IsFinite(number)) return new NumberExpression(number);
        _next--;
        throw Mistake("a number up to 1.7e308");
    }

    private Expression Call(string function)
    {
        if (!OneArgument.Contains(function) && !MoreArguments.Contains(function))
        {
            _next--;
            throw Mistake("one of the functions " + string.Join(", ", OneArgument.Concat(MoreArguments)));
        }

        Expect("(");
        Expression first = Sum();
        if (OneArgument.Contains(function))
        {
            Expect(")");
            return new UnaryExpression(function, first);
        }

        Expect(",");
        Expression result = new BinaryExpression(function, first, Sum());
        while (Peek == ",")
        {
            _next++;
            result = new BinaryExpression(function, result, Sum());
        }

        Expect(")");
        return result;
    }

    private string Take() => _tokens[_next++].Value;

    private void Expect(string token)
    {
        if (Peek != token) throw Mistake($"'{token}'");
        _next++;
    }

    private SearchSpaceException Mistake(string allowed)
    {
        string found = _next < _tokens.Count ? $"'{_tokens[_next].Value}' at {_tokens[_next].Index + 1}" : "the end";
        return new SearchSpaceException(_what, $"{found} in '{_text}'", allowed);
    }

    private SearchSpaceException Mistake(int at, string found) => new(
        _what, $"'{found}' after character {at} in '{_text}'",
        "numbers, names, functions, + - * / ^ ( )" + (_what == OfComparison ? " and one comparison" : ""));

    [GeneratedRegex(@"<=|>=|[<>+\-*/^(),]|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[A-Za-z_][A-Za-z0-9_.]*|`[^`]+`")]
    private static partial Regex Token();
}
