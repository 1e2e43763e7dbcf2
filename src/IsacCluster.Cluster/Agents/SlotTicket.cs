namespace IsacCluster.Cluster.Agents;

/// <summary>A user's place at a pool.</summary>
internal sealed class SlotTicket(ISlotUser user, FairQueue<SlotTask>.Flow flow)
{
    public ISlotUser User { get; } = user;

    public FairQueue<SlotTask>.Flow Flow { get; } = flow;

    public SlotShare Share { get; } = new();
}
