namespace IsacCluster.Search.Space;

/// <summary>A node of a constraint's syntax tree.</summary>
internal abstract record Expression
{
    public abstract IEnumerable<string> Names { get; }

    public abstract double Evaluate(ParameterSpace space, ReadOnlySpan<double> raw);
}

internal sealed record NumberExpression(double Value) : Expression
{
    public override IEnumerable<string> Names => [];

    public override double Evaluate(ParameterSpace space, ReadOnlySpan<double> raw) => Value;
}

internal sealed record NameExpression(string Name) : Expression
{
    public override IEnumerable<string> Names => [Name];

    public override double Evaluate(ParameterSpace space, ReadOnlySpan<double> raw) => raw[space.IndexOf(Name)];
}

internal sealed record UnaryExpression(string Function, Expression Operand) : Expression
{
    public override IEnumerable<string> Names => Operand.Names;

    public override double Evaluate(ParameterSpace space, ReadOnlySpan<double> raw)
    {
        double x = Operand.Evaluate(space, raw);
        return Function switch
        {
            "abs" => Math.Abs(x),
            "sqrt" => Math.Sqrt(x),
            "log" => Math.Log(x),
            "exp" => Math.Exp(x),
            _ => -x,
        };
    }
}

internal sealed record BinaryExpression(string Operator, Expression Left, Expression Right) : Expression
{
    public override IEnumerable<string> Names => Left.Names.Concat(Right.Names);

    public override double Evaluate(ParameterSpace space, ReadOnlySpan<double> raw)
    {
        double left = Left.Evaluate(space, raw), right = Right.Evaluate(space, raw);
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
