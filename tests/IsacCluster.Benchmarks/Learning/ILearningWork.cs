namespace IsacCluster.Benchmarks.Learning;

/// <summary>Work with a network whose rate is measured against the peer's: one row of the table.</summary>
internal interface ILearningWork
{
    /// <summary>What is done, for the table.</summary>
    string Name { get; }

    /// <summary>The same work of peers/pytorch_peer.py: outputs, designs or training.</summary>
    string PeerWork { get; }

    /// <summary>One pass of about so many seconds, after a warm-up.</summary>
    Rate Measure(TimeSpan duration);
}
