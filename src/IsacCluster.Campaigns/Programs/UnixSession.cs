namespace IsacCluster.Campaigns.Programs;

/// <summary>What starts a program in a session of its own, whose process group can be ended as one.</summary>
internal static class UnixSession
{
    /// <summary>setsid of util-linux or busybox, else perl, as on macOS: words that go before a command.</summary>
    /// <exception cref="IOException">There is neither.</exception>
    public static IReadOnlyList<string> Starter()
    {
        string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Concat(["/usr/bin", "/bin"]).Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
        return Find("setsid") is { } setsid ? [setsid]
            : Find("perl") is { } perl ? [perl, "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or exit 127"]
            : throw new IOException("Programs need setsid (of util-linux) or perl on the PATH: they must end with their silo.");
    }
}
