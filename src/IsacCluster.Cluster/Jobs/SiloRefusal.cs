namespace IsacCluster.Cluster.Jobs;

/// <summary>Why a silo does not work on a job.</summary>
public enum RefusalKind
{
    /// <summary>A file that the specification names is not there.</summary>
    MissingFile,

    /// <summary>From its files another job would follow: one of them is another than that of the submission.</summary>
    OtherFiles,

    /// <summary>A program of the job may not be started there.</summary>
    Program,

    /// <summary>The job cannot be built there.</summary>
    Specification,
}

/// <summary>A silo that does not work on a job.</summary>
/// <param name="Silo">Its name.</param>
/// <param name="What">The files, the program, or the message.</param>
[GenerateSerializer, Immutable, Alias("isac.silo-refusal")]
public sealed record SiloRefusal(
    [property: Id(0)] string Silo, [property: Id(1)] RefusalKind Kind, [property: Id(2)] string What)
{
    /// <summary>In words, for the silo's own log and beside its name.</summary>
    public string Reason => Kind switch
    {
        RefusalKind.MissingFile => $"{What} is missing",
        RefusalKind.OtherFiles => "a file that its specification names is another one here than at its submission",
        RefusalKind.Program => $"its program {What} may not be started here (--allow-command)",
        _ => What,
    };

    /// <summary>What a job waits for that all these silos refuse: "a silo that has model.safetensors; missing on S1, S2".</summary>
    public static string Wanted(IEnumerable<SiloRefusal> refusals) => string.Join("; and ",
        from refusal in refusals
        group refusal.Silo by (refusal.Kind, refusal.What) into alike
        let silos = string.Join(", ", alike.Distinct().Order(StringComparer.Ordinal))
        select alike.Key.Kind switch
        {
            RefusalKind.MissingFile => $"a silo that has {alike.Key.What}; missing on {silos}",
            RefusalKind.OtherFiles => $"a silo that has the files of its submission; others on {silos}",
            RefusalKind.Program => $"a silo that may start {alike.Key.What}; not allowed on {silos} "
                + $"(isac silo --allow-command {alike.Key.What})",
            _ => $"a silo that can build it; on {silos}: {alike.Key.What}",
        });
}

/// <summary>A coordinator's silo cannot take a submission: it moves on to the next silo, and the submission is to be repeated.</summary>
[GenerateSerializer, Alias("isac.job-elsewhere")]
public sealed class JobElsewhereException : Exception
{
    public JobElsewhereException(SiloRefusal refusal, int silos) : base(refusal?.Reason) => (Refusal, Silos) = (refusal!, silos);

    public JobElsewhereException() { }

    public JobElsewhereException(string message) : base(message) { }

    public JobElsewhereException(string message, Exception inner) : base(message, inner) { }

    [Id(0)]
    public SiloRefusal Refusal { get; private set; } = null!;

    /// <summary>How many silos there are to ask.</summary>
    [Id(1)]
    public int Silos { get; private set; }
}
