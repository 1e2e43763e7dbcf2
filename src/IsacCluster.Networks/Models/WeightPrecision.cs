namespace IsacCluster.Networks.Models;

/// <summary>How a model file holds its weights. The halves take half the space and are what the model computes with.</summary>
#pragma warning disable CA1720 // they are the names of the formats
public enum WeightPrecision
{
    Float32,

    /// <summary>11 significant bits, magnitudes up to 65504.</summary>
    Float16,

    /// <summary>8 significant bits, the range of float32.</summary>
    Bfloat16,
}
