using System.Reflection;
using System.Runtime.Loader;

namespace IsacCluster.Campaigns.Assemblies;

/// <summary>
/// Where an assembly of a user is loaded: IsacCluster's own assemblies are those of this program, everything else is its own and lies in
/// its folder, so that two assemblies may bring different versions of one library.
/// </summary>
internal sealed class AlgorithmContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private const string Prefix = "IsacCluster.";

    private static readonly Dictionary<(string Path, long Length, DateTime Changed), Assembly> Loaded = [];
    private static readonly Lock LoadedLock = new();

    private readonly AssemblyDependencyResolver _resolver = new(path);

    /// <summary>Loads an assembly; once a process for a file that does not change.</summary>
    /// <exception cref="InvalidDataException">It cannot be loaded, or was built for another version of IsacCluster.</exception>
    public static Assembly Load(string path)
    {
        var file = new FileInfo(path);
        lock (LoadedLock)
        {
            (string, long, DateTime) key = (path, file.Length, file.LastWriteTimeUtc);
            if (Loaded.TryGetValue(key, out Assembly? known)) return known;
            return Loaded[key] = LoadAnew(path);
        }
    }

    private static Assembly LoadAnew(string path)
    {
        try
        {
            Assembly assembly = new AlgorithmContext(path).LoadFromAssemblyPath(path);
            foreach (AssemblyName used in assembly.GetReferencedAssemblies().Where(IsOurs)) CheckVersion(used);
            return assembly;
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            throw new InvalidDataException($"is no .NET assembly that this runtime loads: {error.Message}", error);
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        ArgumentNullException.ThrowIfNull(assemblyName);
        if (IsOurs(assemblyName)) return null; // the default context's, so that its interfaces are ours
        return _resolver.ResolveAssemblyToPath(assemblyName) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found ? LoadUnmanagedDllFromPath(found) : 0;

    private static bool IsOurs(AssemblyName name) => name.Name!.StartsWith(Prefix, StringComparison.Ordinal);

    private static void CheckVersion(AssemblyName used)
    {
        Version? here;
        try
        {
            here = Default.LoadFromAssemblyName(new AssemblyName(used.Name!)).GetName().Version;
        }
        catch (FileNotFoundException error)
        {
            throw new InvalidDataException($"needs {used.Name} {used.Version}, which this program has not", error);
        }

        if (here != used.Version)
            throw new InvalidDataException($"was built for {used.Name} {used.Version}; this program has {here}: build it again");
    }
}
