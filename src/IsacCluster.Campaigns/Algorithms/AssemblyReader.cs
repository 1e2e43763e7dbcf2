using IsacCluster.Campaigns.Assemblies;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Solvers;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads a .NET class as an algorithm, {assembly: Theirs.dll, type: Lab.Theirs}: an <see cref="IDesignAlgorithm"/> or an
/// <see cref="IBeamformingSolver"/> with a constructor without parameters. The path is beside the specification.
/// </summary>
internal static class AssemblyReader
{
    private const string File = "assembly", TypeName = "type", Expected = "the path of a .NET assembly, Theirs.dll";

    public static readonly string[] Known = [File, TypeName];

    /// <param name="label">What results call it.</param>
    public static AssemblySpecification Read(string label, Field value, SpecificationSource source)
    {
        FieldMapping fields = FieldMapping.Of(value, Known);
        Field file = fields.Required(File, Expected);
        string text = file.Text(Expected), path = Path.GetFullPath(text, Path.GetDirectoryName(Path.GetFullPath(source.Path))!);
        Field? named = fields.Optional(TypeName);
        if (!System.IO.File.Exists(path))
        {
            return source.MayLackFiles
                ? new AssemblySpecification(label, path, $"missing:{text}", named?.Text("the full name of a class") ?? "", null)
                : throw file.NotAllowed($"a file that exists; {OneLine.Escape(path)} does not");
        }

        try
        {
            Type[] classes = [.. AlgorithmContext.Load(path).GetExportedTypes().Where(IsAlgorithm)];
            Type type = Chosen(classes, named, file);
            return new AssemblySpecification(label, path, ProgramCommand.DigestOf(path), type.FullName!, type);
        }
        catch (InvalidDataException error)
        {
            throw file.Error($"{OneLine.Quote(text)} {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or TypeLoadException)
        {
            throw file.Error($"{OneLine.Quote(text)} cannot be loaded: {OneLine.Escape(error.Message).TrimEnd('.')}.");
        }
    }

    private static bool IsAlgorithm(Type type) =>
        type is { IsClass: true, IsAbstract: false } && type.GetConstructor(Type.EmptyTypes) is not null
        && (type.IsAssignableTo(typeof(IDesignAlgorithm)) || type.IsAssignableTo(typeof(IBeamformingSolver)));

    private static Type Chosen(Type[] classes, Field? named, Field file)
    {
        string all = string.Join(", ", classes.Select(type => type.FullName));
        if (classes.Length == 0)
        {
            throw file.Error(
                $"the assembly has no public class with a constructor without parameters that is an {nameof(IDesignAlgorithm)} or an "
                + $"{nameof(IBeamformingSolver)}.");
        }

        if (named is null)
            return classes.Length == 1 ? classes[0] : throw file.Error($"the assembly has {all}; expected {TypeName}, one of them.");
        string name = named.Choice([.. classes.Select(type => type.FullName!)]);
        return classes.First(type => type.FullName == name);
    }
}
