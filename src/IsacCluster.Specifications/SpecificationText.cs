using IsacCluster.Jobs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace IsacCluster.Specifications;

/// <summary>Changes one field of a specification's text and leaves every other character as the user wrote it.</summary>
public static class SpecificationText
{
    /// <summary>The same text with another number of samples.</summary>
    /// <param name="yaml">A specification that a reader accepts.</param>
    /// <exception cref="SpecificationException">The text has no samples field.</exception>
    public static string WithSamples(string yaml, long samples) => With(yaml, "samples", samples)
        ?? throw new SpecificationException("This job has no samples to extend; only campaigns and datasets do.");

    /// <summary>The same text with another number of trials.</summary>
    /// <param name="yaml">A specification that a reader accepts.</param>
    /// <exception cref="SpecificationException">The text has no trials field.</exception>
    public static string WithTrials(string yaml, long trials) => With(yaml, "trials", trials)
        ?? throw new SpecificationException("This job has no trials to extend; only studies do.");

    private static string? With(string yaml, string field, long number)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        parser.Consume<DocumentStart>();
        parser.Consume<MappingStart>();
        while (!parser.Accept<MappingEnd>(out _))
        {
            bool found = parser.Consume<Scalar>().Value == field;
            if (found && parser.Current is Scalar value)
                return string.Concat(yaml.AsSpan(0, (int)value.Start.Index), $"{number}", yaml.AsSpan((int)value.End.Index));
            parser.SkipThisAndNestedEvents();
        }

        return null;
    }
}
