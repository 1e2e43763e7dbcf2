using System.Runtime.CompilerServices;

namespace IsacCluster.Cli.Tests.Running;

/// <summary>
/// The processes that these tests start live for seconds and report no times: loops are compiled quickly first in them, which their users'
/// `isac` does not do. Bits are the same.
/// </summary>
internal static class QuickStart
{
    [ModuleInitializer]
    internal static void Inherit() => Environment.SetEnvironmentVariable("DOTNET_TC_QuickJitForLoops", "1");
}
