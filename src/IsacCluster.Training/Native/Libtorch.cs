using System.Runtime.InteropServices;

namespace IsacCluster.Training.Native;

/// <summary>
/// The libtorch of this process (docs/adr/0013-libtorch-at-run-time.md). Nothing but a training loads it; questions about it look at
/// files only.
/// </summary>
public static class Libtorch
{
    private static readonly Lazy<LibtorchSearch> Search =
        new(() => LibtorchSearch.In(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(LibtorchSearch.Variable)));

    private static readonly Lazy<string?> Failure = new(Preload);

    /// <summary>Why nothing can be trained here, in one line; null if a libtorch was found.</summary>
    public static string? Problem => Search.Value.Problem;

    /// <summary>Whether the libtorch that was found is a build for CUDA.</summary>
    public static bool HasCuda => Search.Value.Folder is { HasCuda: true };

    /// <summary>Makes libtorch ready for TorchSharp; to be called before the first of its types is touched.</summary>
    /// <exception cref="InvalidOperationException">There is none that can be loaded; the message is one line.</exception>
    internal static void Load()
    {
        if (Failure.Value is { } failure) throw new InvalidOperationException(failure);
    }

    /// <summary>
    /// TorchSharp loads its bindings, and the loader what they need by name: from the application's folder, or what is loaded already.
    /// So a libtorch that lies elsewhere is loaded first.
    /// </summary>
    private static string? Preload()
    {
        LibtorchSearch search = Search.Value;
        if (search.Folder is null || search.Bundled) return search.Problem;
        foreach (string library in search.Folder.Libraries)
        {
            try
            {
                NativeLibrary.Load(library);
            }
            catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
            {
                return $"{LibtorchSearch.Variable}: '{library}' cannot be loaded: {cause.Message.ReplaceLineEndings(" ")}";
            }
        }

        return null;
    }
}
