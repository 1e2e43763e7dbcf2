namespace IsacCluster.Cluster;

/// <summary>Timing of the job engine. No option changes a result.</summary>
public sealed class ClusterOptions
{
    /// <summary>
    /// Worker threads of this silo; without any it keeps grains and answers questions but runs nothing. Default: one per processor.
    /// </summary>
    public SlotCounts Slots { get; set; } = Environment.ProcessorCount;

    /// <summary>How its accelerator slots and the devices of the machine meet. Default: a device for each slot.</summary>
    public DeviceShare Devices { get; set; } = DeviceShare.One;

    /// <summary>What this silo is, for the results that it computes; null where nobody says.</summary>
    public SiloIdentity? Identity { get; set; }

    /// <summary>
    /// Whether running jobs go on by themselves after all silos of the cluster died. Default: false, for a data folder may hold old jobs
    /// that its user did not ask for now.
    /// </summary>
    public bool ResumesJobs { get; set; }

    /// <summary>How long a job is kept after it ended; files and reports stay. Null: until somebody deletes it. Default: null.</summary>
    public TimeSpan? Keep { get; set; }

    /// <summary>Of the jobs that ended, how many are kept, those that ended last. Null: all. Default: null.</summary>
    public int? KeepJobs { get; set; }

    /// <summary>
    /// The programs that tasks may start here; a job with another one is refused when it is submitted here and not joined. Default: any.
    /// </summary>
    public AllowedPrograms Programs { get; set; } = AllowedPrograms.Any;

    /// <summary>
    /// How long a task may run where its submission names no limit; jobs whose tasks rightly take hours have none then. Default: 1 h.
    /// </summary>
    public TimeSpan TaskTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A lease lapses when its agent's heartbeat is silent for so long. Default: 15 s.</summary>
    public TimeSpan LeaseLifetime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often an agent renews its leases and reports its timing. Default: 1 s.</summary>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>At most one write per grain in this time; what arrives meanwhile shares the next. Default: 100 ms.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a waiting call is held before it is renewed; shorter than Orleans' response timeout. Default: 2 s.</summary>
    public TimeSpan LongPoll { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How much leased work a slot has before it. Default: 200 ms.</summary>
    public TimeSpan QueueDepth { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long finished results are gathered into one report. Default: 10 ms.</summary>
    public TimeSpan ReportDelay { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long running tasks may go on when the host stops. Default: 2 s.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a failed range is kept from the agent at which it failed, while there are others, and how long one with which silos died
    /// waits after a death: whoever wants to cancel the job finds a silo alive. Default: 5 s.
    /// </summary>
    public TimeSpan RetryHold { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause before a job that cannot be run on this silo is looked at again: its file may have come. Default: 5 s.</summary>
    public TimeSpan RefusalPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause before a failed call is repeated. Default: 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);
}
