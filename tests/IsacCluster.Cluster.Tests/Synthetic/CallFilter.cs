using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>A call that a filter sees on its way into a grain.</summary>
internal sealed class SeenCall(IIncomingGrainCallContext context)
{
    public string Method => context.ImplementationMethod.Name;

    public bool IsTo<T>() => typeof(T).IsAssignableFrom(context.ImplementationMethod.DeclaringType);

    public string Key => context.TargetId.Key.ToString()!;

    public T? Argument<T>(int position) where T : class =>
        context.Request.GetArgumentCount() > position ? context.Request.GetArgument(position) as T : null;

    /// <summary>How many tasks it reports to a lane, alone or merged; 0 for any other call.</summary>
    public int ReportedTasks => Argument<IReadOnlyList<TaskReport>>(1)?.Count ?? Argument<MergedReport>(1)?.Parts.Count ?? 0;

    /// <summary>The agent that calls a lane; null for any other call.</summary>
    public AgentId? Agent =>
        context.Request.GetArgumentCount() > 0 && context.Request.GetArgument(0) is AgentId agent ? agent : null;

    public Task InvokeAsync() => context.Invoke();
}

/// <summary>Runs every call into the grains of a silo through a test's code.</summary>
internal sealed class CallFilter(Func<SeenCall, Task> handle) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) =>
        context.ImplementationMethod.DeclaringType?.Assembly == typeof(ClusterOptions).Assembly
            ? handle(new SeenCall(context))
            : context.Invoke();
}
