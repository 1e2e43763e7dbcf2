using System.Diagnostics;
using IsacCluster.Cluster;
using IsacCluster.Jobs;
using IsacCluster.Silo.Telemetry;
using IsacCluster.Training;

namespace IsacCluster.Silo.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class TelemetrySessionTests
{
    private static readonly ActivitySource[] Sources =
    [
        TrainingTelemetry.Source, JobsTelemetry.Source, ClusterTelemetry.Source, ProjectTelemetry.Solvers.Source,
        ProjectTelemetry.Silo.Source,
    ];

    [Fact]
    public async Task Without_a_destination_nothing_listens_and_no_span_is_made()
    {
        await using TelemetrySession session = TelemetrySession.Start(new TelemetryOptions());
        Assert.All(Sources, source => Assert.False(source.HasListeners()));
        Assert.All(Sources, source => Assert.Null(source.StartActivity("task")));
    }

    [Fact]
    public async Task A_session_listens_to_every_project_until_it_is_disposed()
    {
        using var folder = new TemporaryFolder();
        await using (TelemetrySession.Start(new TelemetryOptions { TraceFile = folder["trace.json"] }))
            Assert.All(Sources, source => Assert.True(source.HasListeners()));
        Assert.All(Sources, source => Assert.False(source.HasListeners()));
    }

    [Fact]
    public async Task A_second_session_at_the_same_time_is_refused()
    {
        await using (TelemetrySession.Start(new TelemetryOptions()))
            Assert.Throws<InvalidOperationException>(() => TelemetrySession.Start(new TelemetryOptions()));
        await TelemetrySession.Start(new TelemetryOptions()).DisposeAsync();
    }

    [Fact]
    public async Task A_failed_start_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var options = new TelemetryOptions { TraceFile = folder.Path, OtlpEndpoint = new Uri("http://127.0.0.1:9") };
        var error = Assert.Throws<SpecificationException>(() => TelemetrySession.Start(options));
        Assert.Contains(folder.Path, error.Message, StringComparison.Ordinal);
        Assert.All(Sources, source => Assert.False(source.HasListeners()));
        await TelemetrySession.Start(new TelemetryOptions()).DisposeAsync();
    }

    [Theory]
    [InlineData("localhost:4318")]
    [InlineData("ftp://host:4318")]
    [InlineData("http://")]
    [InlineData("collector")]
    [InlineData("")]
    public void A_wrong_endpoint_is_refused_with_its_value(string value)
    {
        var error = Assert.Throws<SpecificationException>(() => TelemetryOptions.ParseEndpoint(value));
        Assert.Contains($"'{value}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("http://host:4318", OtlpProtocol.FromPort, OtlpProtocol.HttpProtobuf)]
    [InlineData("https://host", OtlpProtocol.FromPort, OtlpProtocol.HttpProtobuf)]
    [InlineData("http://host:4317", OtlpProtocol.FromPort, OtlpProtocol.Grpc)]
    [InlineData("http://host:4317", OtlpProtocol.HttpProtobuf, OtlpProtocol.HttpProtobuf)]
    [InlineData("http://host:4318", OtlpProtocol.Grpc, OtlpProtocol.Grpc)]
    public void The_port_chooses_the_protocol_unless_it_is_given(string endpoint, OtlpProtocol given, OtlpProtocol expected)
    {
        var options = new TelemetryOptions { OtlpEndpoint = TelemetryOptions.ParseEndpoint(endpoint), OtlpProtocol = given };
        Assert.Equal(expected, options.ResolvedProtocol);
    }
}
