namespace IsacCluster.Training.Native;

/// <summary>
/// Where libtorch is: the application's folder, then the folder that a variable names. Looks at files and loads nothing.
/// </summary>
/// <param name="Folder">What was found; null if nothing that can be used.</param>
/// <param name="Bundled">Whether it lies in the application's folder, where the bindings find it by themselves.</param>
/// <param name="Problem">One line: what was looked at and what to do; null if a folder was found.</param>
internal sealed record LibtorchSearch(LibtorchFolder? Folder, bool Bundled, string? Problem)
{
    /// <summary>Names a libtorch, or the lib folder of an installed PyTorch.</summary>
    public const string Variable = "ISAC_LIBTORCH";

    private static readonly string Wanted =
        $"the folder of a libtorch {LibtorchFolder.NeededVersion} or the lib folder of an installed PyTorch {LibtorchFolder.NeededVersion}";

    /// <param name="application">The folder of the application.</param>
    /// <param name="named">The value of <see cref="Variable"/>; null or empty if it is not set.</param>
    public static LibtorchSearch In(string application, string? named)
    {
        foreach (string place in new[] { application, Path.Combine(application, LibtorchFolder.RuntimeFolder()) })
        {
            var bundled = new LibtorchFolder(place);
            if (bundled.HoldsLibtorch) return new LibtorchSearch(bundled, true, null);
        }

        if (string.IsNullOrEmpty(named))
        {
            return Missing($"training needs libtorch: '{application}' holds no {LibtorchFolder.MainLibrary} and {Variable} is not set; "
                + $"set it to {Wanted}, or use a build without -p:Libtorch=none.");
        }

        LibtorchFolder? found = new[] { named, Path.Combine(named, "lib") }
            .Select(place => new LibtorchFolder(place)).FirstOrDefault(place => place.HoldsLibtorch);
        if (found is null)
            return Missing($"{Variable}: neither '{named}' nor its folder lib holds {LibtorchFolder.MainLibrary}; expected {Wanted}.");
        return found.Fits
            ? new LibtorchSearch(found, false, null)
            : Missing($"{Variable}: '{found.Path}' is of version {found.Version}; expected {Wanted}.");
    }

    private static LibtorchSearch Missing(string problem) => new(null, false, problem);
}
