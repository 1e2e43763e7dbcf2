using System.Globalization;
using System.Text;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Reporting;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Training.Settings;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>
/// The card of a model file, in Markdown: what it is, its network, scenario, training, digest and test metrics, and how a campaign uses it.
/// A pure function of specification and result; times are no part of it.
/// </summary>
internal static class ModelCard
{
    /// <param name="modelName">File name without extension.</param>
    /// <param name="figure">Relative path of the loss figure; null if there is none.</param>
    public static byte[] Write(
        TrainingSpecification specification, SweepPoint point, ModelResults model, string modelName, string? figure)
    {
        TrainingSettings settings = specification.SettingsOf(point);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {modelName}\n\n{Introduction(settings)}\n");
        Table(text, "Model", ("file", Code(model.File)), ("digest", Code(model.Digest)), ("weights and biases", $"{model.Parameters}"),
            ("precision", EnumNames<WeightPrecision>.Of(settings.Weights)));
        Table(text, "Test set", [.. Metrics(settings, model)]);
        if (figure is not null) text.Append(CultureInfo.InvariantCulture, $"\n![Loss against epoch]({figure})\n");
        Table(text, "Network", [.. Sizes(settings.Architecture), .. Fields(NetworkReader.Canonical(settings.Architecture))]);
        Table(text, "Scenario", [.. Fields(ScenarioIdentity.Of(point.Scenario, []))]);
        IEnumerable<(string, string)> training = Fields(specification.Canonical()).Where(field => field.Name != "network");
        Table(text, "Training", [("seed", Code($"{settings.Seed}")), .. training]);
        AppendUse(text, settings, model);
        text.Append("\n## Licence\n\nMIT, as IsacCluster, which made it. It was trained on synthetic channels only.\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Introduction(TrainingSettings settings)
    {
        bool gnn = settings.Architecture.Kind == NetworkKind.Gnn;
        string network = gnn ? "A graph neural network" : "A fully connected network";
        string serves = gnn
            ? $"It serves any number of users and targets with {settings.Architecture.Antennas} antennas"
            : $"It serves {settings.Architecture.Antennas} antennas, {settings.Architecture.Users} users and "
                + $"{settings.Architecture.Targets} targets only";
        return $"{network} that maps channels and target angles to beamformers for joint communication and sensing: a design (C, S) with "
            + $"Tr R = P0, R = C C^H + S S^H, of small beampattern error whose users reach the SINR threshold. {serves}. "
            + "It was trained without labels by IsacCluster.";
    }

    private static IEnumerable<(string, string)> Metrics(TrainingSettings settings, ModelResults model)
    {
        yield return ("samples", $"{settings.TestSamples}");
        yield return ("loss", NumberText.Value(model.Test.Loss));
        yield return ("beampattern MSE (W²)", NumberText.Value(model.Test.Mse));
        yield return ("SINR satisfaction", NumberText.Share(model.Test.Satisfaction));
        yield return ("epoch of the kept weights", $"{model.BestEpoch}");
        yield return ("epochs trained", model.StoppedEarly ? $"{model.Epochs} (stopped early)" : $"{model.Epochs}");
        yield return ("rollbacks", $"{model.Rollbacks}");
    }

    private static IEnumerable<(string, string)> Sizes(NetworkArchitecture network)
    {
        yield return ("antennas", Code($"{network.Antennas}"));
        if (network.Kind != NetworkKind.Dnn) yield break;
        yield return ("users", Code($"{network.Users}"));
        yield return ("targets", Code($"{network.Targets}"));
    }

    private static IEnumerable<(string Name, string Value)> Fields(SortedDictionary<string, object?> fields) =>
        fields.Select(field => (field.Key, Code(field.Value as string ?? CanonicalJson.Write(field.Value))));

    private static void AppendUse(StringBuilder text, TrainingSettings settings, ModelResults model)
    {
        string algorithms = settings.Architecture.Kind == NetworkKind.Dnn ? "dnn: " : "gnn-ip: ";
        text.Append("\n## Use\n\nIn a campaign whose file lies beside the model:\n\n```yaml\n");
        text.Append(CultureInfo.InvariantCulture, $"algorithms: [sdr, {{{algorithms}{{model: \"{model.File}\"}}}}]\n```\n");
        if (settings.Architecture.Kind == NetworkKind.Gnn)
            text.Append("\n`gnn-ip` projects the network's design onto the constraints where it misses them; `gnn` takes it as it is.\n");
    }

    private static void Table(StringBuilder text, string title, params (string Name, string Value)[] rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| | |\n|---|---|\n");
        foreach ((string name, string value) in rows) text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private static string Code(string value) => $"`{value.Replace("|", "\\|", StringComparison.Ordinal).Replace('`', '\'')}`";
}
