namespace IsacCluster.Isac.Channels;

/// <summary>Small-scale fading of h_l = sqrt(alpha_l) g_l.</summary>
public abstract record ChannelModel;

/// <summary>g_l ~ CN(0, I).</summary>
public sealed record RayleighChannel : ChannelModel;

/// <summary>
/// g_l = sqrt(K / (K+1)) e^{j phi} a(psi_l) + sqrt(1 / (K+1)) CN(0, I): line of sight from the user's azimuth psi_l seen
/// from the array's broadside, with a uniform phase phi, and K the Rice factor in dB.
/// </summary>
public sealed record RicianChannel(double FactorDb) : ChannelModel;

/// <summary>
/// g_l = (1 / sqrt(Paths)) sum_p beta_p a(psi_p) with beta_p ~ CN(0, 1) and psi_p uniform within
/// +-SpreadDeg / 2 of the user's azimuth.
/// </summary>
public sealed record GeometricChannel(int Paths, double SpreadDeg) : ChannelModel;
