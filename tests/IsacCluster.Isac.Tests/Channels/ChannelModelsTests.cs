using System.Numerics;
using IsacCluster.Isac.Catalogues;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Tests.Randomness;

namespace IsacCluster.Isac.Tests.Channels;

/// <summary>What every channel model that specifications may name keeps, and what the catalogue refuses.</summary>
public sealed class ChannelModelsTests
{
    /// <summary>The default of each model, and each with each parameter at both ends of its range.</summary>
    public static TheoryData<ChannelModel> Models =>
        [.. ChannelModels.BuiltIn.All.Select(model => model.Default), .. ChannelModels.BuiltIn.All.SelectMany(AtTheEnds)];

    /// <summary>A user consumes the same blocks of every stream whatever was drawn before, in every sample and at every place.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void A_user_consumes_a_fixed_number_of_blocks(ChannelModel model)
    {
        (uint, uint, uint)? expected = null;
        for (ulong sample = 0; sample < 20; sample++)
        {
            var streams = new ChannelStreams(3, sample);
            (uint Fading, uint Sight, uint Paths) before = (0, 0, 0);
            foreach (UserPosition user in UserGeometry.Positions(3, sample, 0, 4))
            {
                model.Draw(user, new Complex[6], streams);
                (uint Fading, uint Sight, uint Paths) after = (
                    BlocksDrawn.By(streams.Fading, 3, StreamPurpose.Fading, sample),
                    BlocksDrawn.By(streams.LineOfSight, 3, StreamPurpose.LineOfSight, sample),
                    BlocksDrawn.By(streams.Paths, 3, StreamPurpose.Paths, sample));
                expected ??= after;
                Assert.Equal(expected, (after.Fading - before.Fading, after.Sight - before.Sight, after.Paths - before.Paths));
                before = after;
            }
        }

        Assert.NotEqual((0u, 0u, 0u), expected);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_says_its_parameters_and_takes_them_back(ChannelModel model)
    {
        ChannelDescription description = model.Describe();
        Assert.Same(description, ChannelModels.BuiltIn.Named(description.Name));
        Assert.Equal(
            model,
            description.Parameters.Aggregate(description.Default, (built, parameter) => parameter.With(built, parameter.ValueOf(model))));
    }

    [Fact]
    public void Defaults_lie_in_their_ranges() => Assert.All(ChannelModels.BuiltIn.All, model => Assert.All(model.Parameters, parameter =>
    {
        double value = parameter.ValueOf(model.Default);
        Assert.InRange(value, parameter.Low, parameter.High);
        Assert.True(!parameter.IsWhole || double.IsInteger(value));
    }));

    [Fact]
    public void A_name_is_taken_once()
    {
        ChannelDescription twin = RicianChannel.Description with { Equation = "" };
        Assert.Contains("'rician'", Assert.Throws<ArgumentException>(() => ChannelModels.Register(twin)).Message, StringComparison.Ordinal);
        Assert.Same(ChannelModels.BuiltIn, ChannelModels.BuiltIn.With(RicianChannel.Description));
        ChannelModels more = ChannelModels.BuiltIn.With(twin with { Name = "twin" });
        Assert.Equal([.. ChannelModels.BuiltIn.Names, "twin"], more.Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("9")]
    public void A_name_is_made_of_a_few_characters(string name) =>
        Assert.Throws<ArgumentException>(() => ChannelModels.BuiltIn.With(RicianChannel.Description with { Name = name }));

    [Fact]
    public void A_unit_fits_into_the_id_of_a_point()
    {
        ModelParameter<ChannelModel> speed = RicianChannel.Description.Parameters[0] with { Unit = "m/s" };
        ChannelDescription model = RicianChannel.Description with { Name = "twin", Parameters = [speed] };
        Assert.Contains(
            "'m/s'", Assert.Throws<ArgumentException>(() => ChannelModels.BuiltIn.With(model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameters_have_distinct_names()
    {
        ModelParameter<ChannelModel> factor = RicianChannel.Description.Parameters[0];
        ChannelDescription twice = RicianChannel.Description with { Name = "twin", Parameters = [factor, factor] };
        Assert.Throws<ArgumentException>(() => ChannelModels.BuiltIn.With(twice));
    }

    private static IEnumerable<ChannelModel> AtTheEnds(ChannelDescription model) =>
        from parameter in model.Parameters from value in Ends(parameter) select parameter.With(model.Default, value);

    private static double[] Ends(ModelParameter<ChannelModel> parameter) => [parameter.Low, parameter.High];
}
