namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>A program to start.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Environment">Variables beside those of this process.</param>
/// <param name="Folder">It works here.</param>
/// <param name="Output">What it prints goes to the end of this file.</param>
/// <param name="Errors">What it prints on stderr goes to the end of this file.</param>
/// <param name="Memory">
/// Most bytes that it may allocate: of address space for each of its processes on Linux, of memory for all together on Windows. Null: no
/// limit.
/// </param>
internal sealed record ProgramStart(
    IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment, string Folder, string Output, string Errors,
    long? Memory = null);
