namespace IsacCluster.Cli.Tests.Running;

/// <summary>Tests that run isac in this process, one at a time and beside no other: they take the console.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CommandLineCollection
{
    public const string Name = "isac in this process";
}
