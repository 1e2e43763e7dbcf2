namespace IsacCluster.Search.Space;

/// <summary>A node of the syntax tree of a comparison or a formula.</summary>
internal abstract record Expression
{
    public abstract IEnumerable<string> Names { get; }

    /// <param name="indexOf">Where the value of a name stands.</param>
    public abstract double Evaluate(Func<string, int> indexOf, ReadOnlySpan<double> values);
}

internal sealed record NumberExpression(double Value) : Expression
{
    public override IEnumerable<string> Names => [];

    public override double Evaluate(Func<string, int> indexOf, ReadOnlySpan<double> values) => Value;
}

internal sealed record NameExpression(string Name) : Expression
{
    public override IEnumerable<string> Names => [Name];

    public override double Evaluate(Func<string, int> indexOf, ReadOnlySpan<double> values) => values[indexOf(Name)];
}

internal sealed record UnaryExpression(string Function, Expression Operand) : Expression
{
    public override IEnumerable<string> Names => Operand.Names;

    public override double Evaluate(Func<string, int> indexOf, ReadOnlySpan<double> values)
    {
        double x = Operand.Evaluate(indexOf, values);
        return Function switch
        {
            "abs" => Math.Abs(x),
            "sqrt" => Math.Sqrt(x),
            "log" => Math.Log(x),
            "log2" => Math.Log2(x),
            "log10" => Math.Log10(x),
            "exp" => Math.Exp(x),
            _ => -x,
        };
    }
}

internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right) : Expression
{
    public override IEnumerable<string> Names => Left.Names.Concat(Right.Names);

    public override double Evaluate(Func<string, int> indexOf, ReadOnlySpan<double> values)
    {
        double left = Left.Evaluate(indexOf, values), right = Right.Evaluate(indexOf, values);
        return Operator switch
        {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            "min" => Math.Min(left, right),
            "max" => Math.Max(left, right),
            _ => Math.Pow(left, right),
        };
    }
}
